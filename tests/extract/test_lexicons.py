import pytest

from tacitus.codebook import load_codebook
from tacitus.extract.lexicons import load_hedges, load_role_heads, load_roles, load_words


def test_load_roles_uses_sectors_of_the_codebook():
    assert {role.sector for role in load_roles().values()} <= set(load_codebook().sectors)


@pytest.mark.parametrize(
    ("head", "sector"), [("minister", "GOV"), ("senators", "LEG"), ("judge", "JUD")]
)
def test_load_role_heads_knows_last_words_and_plurals(head, sector):
    assert load_role_heads()[head].sector == sector


def test_load_roles_tells_gender_only_where_the_word_does():
    roles = load_roles()
    assert [roles[r].gender for r in ("queen", "spokesman", "minister")] == ["f", "m", None]


def test_load_hedges_gives_the_certainty_they_leave():
    assert (load_hedges()["reportedly"], load_hedges()["perhaps"]) == ("probable", "possible")


def test_load_words_names_the_list_that_is_missing():
    with pytest.raises(KeyError, match="no such list"):
        load_words("no such list")
