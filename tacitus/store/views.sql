-- The views that users query, over the current files of the Delta tables.
-- Variables of the session, always bound: <table>_files (list of Parquet files), as_of (timestamp).
-- Times are UTC without a zone. `*_rows` stand for an empty table when a table has no file yet.

create view codings_rows as
from read_parquet(getvariable('codings_files'), union_by_name = true);

create view failures_rows as
from read_parquet(getvariable('failures_files'), union_by_name = true);

create view runs_rows as
from read_parquet(getvariable('runs_files'), union_by_name = true);

create view links_rows as
from read_parquet(getvariable('links_files'), union_by_name = true);

create view reviews_rows as
from read_parquet(getvariable('reviews_files'), union_by_name = true)
union all by name
select null::varchar as kind, null::varchar as document_id, null::bigint as anchor_start,
    null::bigint as anchor_end, null::varchar as asked, null::varchar as correction
where false;

create view external_events_rows as
from read_parquet(getvariable('external_events_files'), union_by_name = true);

create view external_mentions_rows as
from read_parquet(getvariable('external_mentions_files'), union_by_name = true);

-- Rows that a later row of the same document replaces, as far as was known at as_of. Few: a table.
create table superseded as
select document_id, replaces as recorded_at
from codings_rows
where replaces is not null and recorded_at <= getvariable('as_of');

-- One row a document: the coding that counts at as_of.
create view codings as
from codings_rows
where recorded_at <= getvariable('as_of')
  and (document_id, recorded_at) not in (select document_id, recorded_at from superseded);

create view documents as
select
    document_id, title, publisher, published, url, path, language,
    retrieved at time zone 'UTC' as retrieved,
    len(events) as event_count, len(attributions) as attribution_count,
    coder_version, run_id, recorded_at at time zone 'UTC' as recorded_at,
    content_digest, text, coding
from codings;

create view events as
select
    document_id || '#' || event.id as event_id, document_id,
    event.event_type, event.mode, event.contexts, event.actors, event.recipients,
    event.date_start, event.date_end, event.date_basis,
    event.place.name as place, event.place.country as place_country,
    event.place.lat as lat, event.place.lon as lon, event.place.geonames_id as geonames_id,
    event.place.claimants as place_claimants, event.place.basis as place_basis,
    event.speaker, event.speaker_entity_id, event.speaker_country, event.cue, event.hedge,
    event.certainty, event.polarity, event.time_status, event.historical, event.factuality,
    event.score, document_id || '#' || event.disputes as disputes, event.disputed,
    list_filter(event.quantities, lambda q: q.kind = 'killed')[1].value as killed,
    list_filter(event.quantities, lambda q: q.kind = 'injured')[1].value as injured,
    list_filter(event.quantities, lambda q: q.kind = 'arrested')[1].value as arrested,
    list_filter(event.quantities, lambda q: q.kind = 'displaced')[1].value as displaced,
    list_filter(event.quantities, lambda q: q.kind = 'participants')[1].value as participants,
    list_filter(event.quantities, lambda q: q.kind = 'money')[1].value as money,
    event.quantities,
    event.anchor, event.anchor_start, event.anchor_end, event.sentence,
    title, publisher, published, url, path, language,
    coder_version, run_id, recorded_at at time zone 'UTC' as recorded_at
from (select *, unnest(events) as event from codings);

-- One row an actor or recipient of an event; position counts from 1 within its role.
create view event_actors as
with parties as (
    select *, 'actor' as role, unnest(actors) as party,
        generate_subscripts(actors, 1) as position
    from events
    union all
    select *, 'recipient' as role, unnest(recipients) as party,
        generate_subscripts(recipients, 1) as position
    from events
)
select
    event_id, document_id, role, position, party.name, party.entity_id, party.country,
    party.cow, party.gw, party.sectors, party.basis,
    event_type, mode, date_start, date_end, score, publisher, published, recorded_at
from parties;

-- One row an attribution: somebody says something, of an event or not.
create view attributions as
select
    document_id || '#' || said.id as attribution_id, document_id,
    said.source, said.source_name, said.source_entity_id, said.source_country,
    said.cue, said.content, said.hedge,
    document_id || '#' || said.parent_id as parent_id,
    list_transform(said.event_ids, lambda id: document_id || '#' || id) as event_ids,
    said.score, title, publisher, published, recorded_at at time zone 'UTC' as recorded_at
from (select *, unnest(attributions) as said from codings);

-- One row for each one who acts or is acted upon. Without entity_id: the name as it was written.
create view entities as
select
    entity_id, name, country, any_value(sectors) as sectors,
    count(distinct event_id) as event_count, count(distinct document_id) as document_count,
    min(date_start) as first_day, max(date_end) as last_day
from event_actors
group by entity_id, name, country;

create view places as
select
    geonames_id, place as name, place_country as country, lat, lon,
    count(*) as event_count, count(distinct document_id) as document_count,
    min(date_start) as first_day, max(date_end) as last_day
from events
where place is not null
group by geonames_id, place, place_country, lat, lon;

-- Between documents (the table) and inside one (its coding); of links with the same ends and
-- relation the newest counts.
create view links as
select left_id, right_id, relation, score, judge, evidence,
    recorded_at at time zone 'UTC' as recorded_at
from links_rows
where recorded_at <= getvariable('as_of')
qualify row_number() over (
    partition by left_id, right_id, relation order by recorded_at desc, score desc) = 1
union all
select document_id || '#' || link.left_id, document_id || '#' || link.right_id, link.relation,
    link.score, link.judge, link.evidence, recorded_at at time zone 'UTC'
from (select document_id, recorded_at, unnest(links) as link from codings);

create view failures as
select document_id, path, stage, reason, coder_version, run_id,
    recorded_at at time zone 'UTC' as recorded_at
from failures_rows
where recorded_at <= getvariable('as_of');

-- One row a run. finished is null while it goes on, and for ever when it was killed.
create view runs as
select
    run_id, min(started) at time zone 'UTC' as started,
    max(finished) at time zone 'UTC' as finished,
    max(coder_version) as coder_version, max(arguments) as arguments,
    sum(added)::bigint as added, sum(known)::bigint as known, sum(failed)::bigint as failed
from runs_rows
where recorded_at <= getvariable('as_of')
group by run_id;

-- One row a question and judge: the newest. What was taken back is left out.
create view reviews as
select id, kind, subject, document_id, anchor_start, anchor_end, asked, verdict, correction, judge,
    recorded_at at time zone 'UTC' as recorded_at
from (
    from reviews_rows
    where recorded_at <= getvariable('as_of')
    qualify row_number() over (partition by id order by recorded_at desc) = 1)
where verdict <> 'undone';

-- What counts of each question about an event: what most judges say; of as many, the newest.
create view decisions as
select kind, document_id, anchor_start, anchor_end, asked, verdict, correction,
    count(*) as judges, max(recorded_at) as recorded_at
from reviews
where kind in ('code', 'actor') and verdict in ('yes', 'no')
group by kind, document_id, anchor_start, anchor_end, asked, verdict, correction
qualify row_number() over (partition by kind, document_id, anchor_start, anchor_end, asked
    order by count(*) desc, max(recorded_at) desc) = 1;

-- The events that a decision is about. It is about words: it holds for whatever coding has an event
-- there. A yes, and a no without a correction, hold for the same answer only.
create view event_decisions as
with coded as (
    select event_id, document_id, anchor_start, anchor_end,
        event_type || coalesce('/' || mode, '') as code,
        array_to_string(list_transform(coalesce(actors, []), lambda party: party.name), ' + ')
            as actor
    from events
    where document_id in (select document_id from decisions)),
said as (
    select event_id, kind, verdict, correction,
        asked = case kind when 'code' then code else actor end as same, recorded_at
    from coded join decisions using (document_id, anchor_start, anchor_end)
    where same or correction is not null
    qualify row_number() over (partition by event_id, kind order by same desc, recorded_at desc) = 1)
select event_id,
    case when bool_or(verdict = 'no' and coalesce(correction, 'none') = 'none') then 'rejected'
        when bool_or(verdict = 'no') then 'corrected' else 'accepted' end as review,
    max(correction) filter (kind = 'code' and correction <> 'none') as right_code,
    max(correction) filter (kind = 'actor') as right_actors
from said
group by event_id;

create macro actors_of(words) as from_json(words, '[{"name": "VARCHAR", "entity_id": "VARCHAR",
    "country": "VARCHAR", "cow": "BIGINT", "gw": "BIGINT", "sectors": ["VARCHAR"],
    "basis": "VARCHAR"}]');

-- Events with what was decided: review is accepted, corrected, rejected or null.
create view reviewed_events as
select events.* replace (
        coalesce(split_part(right_code, '/', 1), event_type) as event_type,
        case when right_code is null then mode
            else nullif(split_part(right_code, '/', 2), '') end as mode,
        case when right_actors is null then actors else actors_of(right_actors) end as actors),
    case when right_code is null then 'coded' else 'reviewed' end as code_basis, review
from events left join event_decisions using (event_id);

-- Events of other coders, imported.
create view external_events as
select * replace (recorded_at at time zone 'UTC' as recorded_at)
from external_events_rows
where recorded_at <= getvariable('as_of');

create view external_mentions as
select * replace (
    recorded_at at time zone 'UTC' as recorded_at, mentioned_at at time zone 'UTC' as mentioned_at)
from external_mentions_rows
where recorded_at <= getvariable('as_of');

-- Ours and theirs, by `system`; a column that only one of them has is null for the other.
create view all_events as
select 'tacitus' as system, * from events
union all by name
select * from external_events;
