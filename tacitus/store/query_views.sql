-- What queries need beside the views of views.sql: names folded for comparison, and the countries
-- that a document names. Both cost too much to make at each query, so query_cache keeps them in
-- Parquet files of its own, one for each file of the table codings.

-- Lower case, no marks on letters, words apart by one space and with a space at both ends, so that
-- whole words are found with contains().
create macro folded(words) as
    ' ' || trim(regexp_replace(strip_accents(lower(words)), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ';

create macro party_keys(parties) as array_to_string(list_transform(parties, lambda party:
    coalesce(folded(party.name), '') || '|' || coalesce(folded(party.entity_id), '')), '|');

create macro party_countries(parties) as
    list_filter(list_transform(parties, lambda party: party.country), lambda x: x is not null);

create view event_keys as
select
    *,
    party_keys(actors) as actor_keys,
    party_keys(recipients) as recipient_keys,
    party_countries(actors) as actor_countries,
    party_countries(recipients) as recipient_countries,
    list_distinct(flatten(list_transform(actors || recipients, lambda party: party.sectors)))
        as party_sectors,
    coalesce(folded(speaker), '') || '|' || coalesce(folded(speaker_entity_id), '')
        as speaker_keys,
    folded(place) as place_keys,
    folded(publisher) as publisher_keys
from events;

-- A document names a country when one of its phrases or places resolves to it, in an event or not.
create view document_countries as
select
    document_id, published, publisher, recorded_at at time zone 'UTC' as recorded_at,
    list_distinct(list_filter(
        json_extract_string(coding, '$.resolutions[*].target.country')
        || flatten(list_transform(events, lambda event:
            list_transform(event.actors || event.recipients, lambda party: party.country)
            || [event.place.country, event.speaker_country]))
        || list_transform(attributions, lambda said: said.source_country),
        lambda country: country is not null)) as countries
from codings;

-- Events with what judges decided, keys made anew where they changed. `decided` is event_decisions
-- as it was when the connection was opened; what was rejected is in it or not, as was asked for.
create view reviewed_event_keys as
select coded_event_keys.* replace (
        coalesce(split_part(right_code, '/', 1), event_type) as event_type,
        case when right_code is null then mode
            else nullif(split_part(right_code, '/', 2), '') end as mode,
        case when right_actors is null then actors else actors_of(right_actors) end as actors,
        case when right_actors is null then actor_keys
            else party_keys(actors_of(right_actors)) end as actor_keys,
        case when right_actors is null then actor_countries
            else party_countries(actors_of(right_actors)) end as actor_countries,
        case when right_actors is null then party_sectors
            else list_distinct(flatten(list_transform(
                actors_of(right_actors) || recipients, lambda party: party.sectors)))
            end as party_sectors),
    case when right_code is null then 'coded' else 'reviewed' end as code_basis, review
from coded_event_keys left join decided using (event_id)
where getvariable('with_rejected') or review is distinct from 'rejected';

-- The same two over the files that query_cache has made; variables cached_<part>_files.
create view cached_events as
select * from read_parquet(getvariable('cached_events_files'))
where recorded_at <= (getvariable('as_of') at time zone 'UTC')
  and (document_id, recorded_at) not in (
    select document_id, recorded_at at time zone 'UTC' from superseded);

create view cached_documents as
select * from read_parquet(getvariable('cached_documents_files'))
where recorded_at <= (getvariable('as_of') at time zone 'UTC')
  and (document_id, recorded_at) not in (
    select document_id, recorded_at at time zone 'UTC' from superseded);
