/** Plain SQL, run once in order. Each entry of a list is one statement: PGlite's extended protocol takes no more. */
import { sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

/** What the proxy may do to the tables of its tenants; nobody may change or remove what is append-only. */
const TENANT_PRIVILEGES: Readonly<Record<string, string>> = {
  audit: 'select, insert',
  audit_head: 'select, insert, update',
  decision: 'select, insert',
  shown_finding: 'select, insert',
  write: 'select, insert, update',
  limit_window: 'select, insert, update, delete',
}

function grant(what: string): string {
  return `do $$
    begin
      if exists (select from pg_roles where rolname = 'postil_tenant') then
        grant ${what} to postil_tenant;
      end if;
    end $$`
}

const migrations: Readonly<Record<string, readonly string[]>> = {
  '0001-first-tables': [
    `create table launch (
      credential_hash text primary key,
      tenant text not null,
      key_thumbprint text not null,
      patient_ref text not null,
      encounter_ref text not null,
      started_at timestamptz not null,
      renewable_until timestamptz not null
    )`,
    `create table session (
      token_hash text primary key,
      tenant text not null,
      actor text not null,
      role text not null,
      patient_ref text not null,
      encounter_ref text not null,
      key_thumbprint text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`,
    'create index session_expiry on session (expires_at)',
    `create table used_proof (
      proof_hash text primary key,
      expires_at timestamptz not null
    )`,
    'create index used_proof_expiry on used_proof (expires_at)',
    `create table decision (
      id bigint generated always as identity primary key,
      tenant text not null,
      encounter_ref text not null,
      fingerprint text not null,
      finding_kind text not null,
      choice text not null,
      actor text not null,
      at timestamptz not null
    )`,
    'create index decision_encounter on decision (tenant, encounter_ref, id)',
    `create table shown_finding (
      tenant text not null,
      encounter_ref text not null,
      fingerprint text not null,
      finding_kind text not null,
      content_ref text not null,
      actor text not null,
      content text,
      lint_version text,
      at timestamptz not null,
      primary key (tenant, encounter_ref, fingerprint, content_ref, actor),
      check (finding_kind <> 'prompt' or (content is not null and lint_version is not null))
    )`,
    `create table write (
      tenant text not null,
      encounter_ref text not null,
      key text not null,
      target text not null,
      state text not null check (state in ('pending', 'written', 'rejected', 'unknown')),
      payload_sha256 text not null,
      remote_sha256 text,
      remote_id text,
      version_id text,
      http_status integer,
      issue_codes text not null,
      provenance text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref, key)
    )`,
    `create table audit (
      tenant text not null,
      seq bigint not null,
      entry text not null,
      previous_hash text not null,
      hash text not null,
      action text generated always as (entry::jsonb ->> 'action') stored,
      actor text generated always as (entry::jsonb ->> 'actor') stored,
      encounter_ref text generated always as (entry::jsonb ->> 'encounter') stored,
      primary key (tenant, seq)
    )`,
    'create index audit_encounter on audit (tenant, encounter_ref)',
    `create table audit_head (
      tenant text primary key,
      seq bigint not null,
      hash text not null
    )`,
    // ONC 170.315(d)(2): recorded actions "must not be capable of being changed, overwritten, or deleted".
    `create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are never changed or removed', tg_table_name;
    end $$`,
    ...['audit', 'decision', 'shown_finding'].flatMap((table) => [
      `create trigger ${table}_rows before update or delete on ${table}
       for each row execute function refuse_change()`,
      `create trigger ${table}_truncate before truncate on ${table}
       for each statement execute function refuse_change()`,
    ]),
  ],
  '0002-tenant-policies': [
    // One row a tenant, subject and window; see `limits`.
    `create table limit_window (
      tenant text not null,
      subject text not null,
      starts_at timestamptz not null,
      used bigint not null,
      granted bigint not null,
      primary key (tenant, subject, starts_at)
    )`,
    // A role belongs to the whole server and may be there; an administrator may also keep the right to make one.
    `do $$
    begin
      if not exists (select from pg_roles where rolname = 'postil_tenant') then
        create role postil_tenant nologin nosuperuser nobypassrls;
      end if;
      if not pg_has_role(current_user, 'postil_tenant', 'member') then
        execute format('grant postil_tenant to %I', current_user);
      end if;
    exception when insufficient_privilege or duplicate_object or unique_violation then null;
    end $$`,
    ...Object.entries(TENANT_PRIVILEGES).flatMap(([table, privileges]) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy tenant_rows on ${table} using (tenant = current_setting('app.tenant', true))`,
      grant(`${privileges} on ${table}`),
    ]),
    grant('select, insert, delete on used_proof'),
    grant('select, insert, delete on session'),
    grant('select, insert, delete on launch'),
    `do $$
    begin
      if exists (select from pg_roles where rolname = 'postil_tenant') then
        execute format('grant usage on schema %I to postil_tenant', current_schema());
      end if;
    end $$`,
    // A new key may take the place of an old one: the encrypted column changes, and nothing else of the row.
    `create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and tg_nargs > 0 and current_setting('app.reencrypt', true) = 'on'
        and to_jsonb(new) - tg_argv[0] = to_jsonb(old) - tg_argv[0] then
        return new;
      end if;
      raise exception 'rows of % are never changed or removed', tg_table_name;
    end $$`,
    ...[
      ['decision', 'choice'],
      ['shown_finding', 'content'],
    ].flatMap(([table, column]) => [
      `drop trigger ${table}_rows on ${table}`,
      `create trigger ${table}_rows before update or delete on ${table}
       for each row execute function refuse_change('${column}')`,
    ]),
  ],
  '0003-prompt-events': [
    // What happened to the questions of an encounter, folded by the reducer of `coding/src/prompts/lifecycle.ts`.
    `create table prompt_event (
      id bigint generated always as identity primary key,
      tenant text not null,
      encounter_ref text not null,
      fingerprint text not null,
      event text not null,
      actor text not null,
      at timestamptz not null
    )`,
    'create index prompt_event_encounter on prompt_event (tenant, encounter_ref, id)',
    `create trigger prompt_event_rows before update or delete on prompt_event
     for each row execute function refuse_change('event')`,
    `create trigger prompt_event_truncate before truncate on prompt_event
     for each statement execute function refuse_change()`,
    'alter table prompt_event enable row level security',
    'alter table prompt_event force row level security',
    `create policy tenant_rows on prompt_event using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert on prompt_event'),
  ],
  '0004-work-steps': [
    // Where a coder's work on an encounter stands, folded from these (`coding/src/domain/work.ts`).
    `create table work_step (
      id bigint generated always as identity primary key,
      tenant text not null,
      encounter_ref text not null,
      step text not null,
      actor text not null,
      at timestamptz not null
    )`,
    'create index work_step_encounter on work_step (tenant, encounter_ref, id)',
    `create trigger work_step_rows before update or delete on work_step
     for each row execute function refuse_change('step')`,
    `create trigger work_step_truncate before truncate on work_step
     for each statement execute function refuse_change()`,
    'alter table work_step enable row level security',
    'alter table work_step force row level security',
    `create policy tenant_rows on work_step using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert on work_step'),
  ],
  '0005-written-content': [
    // Encrypted: the draft of the newest attempt, and the newest that stands in the EHR with what the EHR made of it.
    'alter table write add column content text',
    'alter table write add column filed text',
  ],
  '0006-one-round-trip': [
    // What a request does for a tenant, as functions: each is one statement, and so one transaction and one round trip.
    `create function enter_tenant(in_tenant text, in_role boolean) returns void language plpgsql as $$
    begin
      perform set_config('app.tenant', in_tenant, true);
      if in_role then
        perform set_config('role', 'postil_tenant', true);
      end if;
    end $$`,
    `create function read_encounter(in_tenant text, in_encounter text, in_role boolean)
    returns table (source text, fingerprint text, kind text, cell text, actor text, at timestamptz, place bigint)
    language plpgsql as $$
    begin
      perform enter_tenant(in_tenant, in_role);
      return query
        select 'decision', d.fingerprint, d.finding_kind, d.choice, d.actor, d.at, d.id
        from decision d where d.tenant = in_tenant and d.encounter_ref = in_encounter
        union all
        select 'event', e.fingerprint, null, e.event, e.actor, e.at, e.id
        from prompt_event e where e.tenant = in_tenant and e.encounter_ref = in_encounter
        union all
        select 'shown', newest.fingerprint, null, newest.content, newest.actor, newest.at, 0 from (
          select distinct on (s.fingerprint) s.fingerprint, s.content, s.actor, s.at from shown_finding s
          where s.tenant = in_tenant and s.encounter_ref = in_encounter
            and s.finding_kind = 'prompt' and s.content is not null
          order by s.fingerprint, s.at desc
        ) as newest
        order by 1, 7, 6;
    end $$`,
    // The head row is the tenant's lock: whoever holds it writes, the others wait, and the chain never forks.
    `create function lock_audit(in_tenant text) returns audit_head language plpgsql as $$
    declare head audit_head;
    begin
      select * into head from audit_head where tenant = in_tenant for update;
      if not found then
        insert into audit_head (tenant, seq, hash) values (in_tenant, 0, repeat('0', 64))
        on conflict (tenant) do update set seq = audit_head.seq
        returning * into head;
      end if;
      return head;
    end $$`,
    // The same hash as in `audit/audit-log.ts`, which verifies it.
    `create function append_audit(in_tenant text, entries text[]) returns void language plpgsql as $$
    declare
      head audit_head := lock_audit(in_tenant);
      previous text;
      one text;
    begin
      foreach one in array entries loop
        previous := head.hash;
        head.seq := head.seq + 1;
        head.hash := encode(sha256(convert_to(previous || E'\\n' || head.seq || E'\\n' || one, 'UTF8')), 'hex');
        insert into audit (tenant, seq, entry, previous_hash, hash) values (in_tenant, head.seq, one, previous, head.hash);
      end loop;
      update audit_head set seq = head.seq, hash = head.hash where tenant = in_tenant;
    end $$`,
    `create function record_step(in_tenant text, in_role boolean, step json) returns void language plpgsql as $$
    declare fresh text[];
    begin
      perform enter_tenant(in_tenant, in_role);
      -- Before anything is inserted, so that two writers of one encounter wait for each other and never in a circle.
      perform lock_audit(in_tenant);
      insert into prompt_event (tenant, encounter_ref, fingerprint, event, actor, at)
        select in_tenant, step ->> 'encounter', one ->> 'fingerprint', one ->> 'event', step ->> 'actor',
          (step ->> 'at')::timestamptz
        from json_array_elements(step -> 'events') with ordinality as listed (one, place) order by place;
      with listed as (
        select * from json_to_recordset(step -> 'shown') as item (
          place int, fingerprint text, finding_kind text, content_ref text, content text, lint_version text, entry text
        )
      ), inserted as (
        insert into shown_finding (
          tenant, encounter_ref, fingerprint, finding_kind, content_ref, actor, content, lint_version, at
        )
        select in_tenant, step ->> 'encounter', fingerprint, finding_kind, content_ref, step ->> 'actor', content,
          lint_version, (step ->> 'at')::timestamptz
        from listed order by place
        on conflict do nothing
        returning fingerprint, content_ref
      )
      select array_agg(entry order by place) into fresh from (
        select distinct on (fingerprint, content_ref) entry, place
        from inserted join listed using (fingerprint, content_ref) order by fingerprint, content_ref, place
      ) as new;
      fresh := array(select json_array_elements_text(step -> 'entries')) || fresh;
      if cardinality(fresh) > 0 then
        perform append_audit(in_tenant, fresh);
      end if;
    end $$`,
  ],
  '0007-work-drafts': [
    `create table work_draft (
      tenant text not null,
      encounter_ref text not null,
      revision integer not null,
      draft text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref)
    )`,
    'alter table work_draft enable row level security',
    'alter table work_draft force row level security',
    `create policy tenant_rows on work_draft using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on work_draft'),
  ],
  '0008-batch-results': [
    // One row a version of a note: whoever brings a second one brings nothing new.
    `create table batch_result (
      tenant text not null,
      item_ref text not null,
      encounter_ref text not null,
      content text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, item_ref)
    )`,
    'create index batch_result_encounter on batch_result (tenant, encounter_ref)',
    `create trigger batch_result_rows before update or delete on batch_result
     for each row execute function refuse_change('content')`,
    `create trigger batch_result_truncate before truncate on batch_result
     for each statement execute function refuse_change()`,
    'alter table batch_result enable row level security',
    'alter table batch_result force row level security',
    `create policy tenant_rows on batch_result using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert on batch_result'),
    `create function record_batch(in_tenant text, in_role boolean, items json) returns integer language plpgsql as $$
    declare fresh text[];
    begin
      perform enter_tenant(in_tenant, in_role);
      perform lock_audit(in_tenant);
      with listed as (
        select * from json_to_recordset(items) as item (
          place int, item_ref text, encounter_ref text, content text, actor text, at timestamptz, entry text
        )
      ), inserted as (
        insert into batch_result (tenant, item_ref, encounter_ref, content, actor, at)
        select in_tenant, item_ref, encounter_ref, content, actor, at from listed order by place
        on conflict do nothing
        returning item_ref
      )
      select array_agg(entry order by place) into fresh from (
        select distinct on (item_ref) entry, place from inserted join listed using (item_ref) order by item_ref, place
      ) as new;
      if fresh is null then
        return 0;
      end if;
      perform append_audit(in_tenant, fresh);
      return cardinality(fresh);
    end $$`,
  ],
  '0009-visit-facts': [
    `create table visit_facts (
      tenant text not null,
      encounter_ref text not null,
      facts text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref)
    )`,
    'alter table visit_facts enable row level security',
    'alter table visit_facts force row level security',
    `create policy tenant_rows on visit_facts using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on visit_facts'),
  ],
  '0010-queue-items': [
    // The coders' list: one row an encounter. `rank` orders what is open; see `queue-items.ts`.
    `create table queue_item (
      tenant text not null,
      encounter_ref text not null,
      place text not null,
      input text not null,
      service_line text not null,
      service_date date not null,
      finished_at timestamptz not null,
      confidence double precision not null,
      complexity double precision not null,
      counts json not null,
      disagreements jsonb not null,
      rank double precision not null,
      weights text not null,
      state text not null check (state in ('open', 'held', 'returned', 'finished')),
      reason text,
      locked_by text,
      locked_until timestamptz,
      assigned_to text,
      version integer not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref)
    )`,
    'create index queue_item_rank on queue_item (tenant, state, rank desc)',
    `create index queue_item_assigned on queue_item (tenant, assigned_to, rank desc) where assigned_to is not null`,
    'alter table queue_item enable row level security',
    'alter table queue_item force row level security',
    `create policy tenant_rows on queue_item using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on queue_item'),
  ],
  '0012-hook-cards': [
    `create table hook_card (
      tenant text not null,
      id text not null,
      service text not null,
      encounter_ref text not null,
      patient_ref text not null,
      fingerprint text not null,
      finding_kind text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, id)
    )`,
    `create table hook_feedback (
      tenant text not null,
      card text not null,
      outcome text not null check (outcome in ('accepted', 'overridden')),
      outcome_at timestamptz not null,
      at timestamptz not null,
      primary key (tenant, card, outcome, outcome_at)
    )`,
    ...['hook_card', 'hook_feedback'].flatMap((table) => [
      `create trigger ${table}_rows before update or delete on ${table}
       for each row execute function refuse_change()`,
      `create trigger ${table}_truncate before truncate on ${table}
       for each statement execute function refuse_change()`,
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy tenant_rows on ${table} using (tenant = current_setting('app.tenant', true))`,
      grant(`select, insert on ${table}`),
    ]),
  ],
  '0013-site-reports': [
    `create table site_report (
      tenant text not null,
      kind text not null,
      day text not null,
      content text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, kind, day)
    )`,
    'alter table site_report enable row level security',
    'alter table site_report force row level security',
    `create policy tenant_rows on site_report using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on site_report'),
  ],
  '0014-queue-in-one-round-trip': [
    // The chain's lock is held for one statement only: many coders ask at once.
    `create function queue_next(in_tenant text, in_role boolean, taking json, entry text)
    returns setof queue_item language plpgsql as $$
    declare
      item queue_item;
      in_actor text := taking ->> 'actor';
      in_line text := taking ->> 'line';
      in_at timestamptz := taking ->> 'at';
      locks integer;
      chosen text;
    begin
      perform enter_tenant(in_tenant, in_role);
      perform lock_audit(in_tenant);
      select count(*) into locks from queue_item
        where tenant = in_tenant and state = 'open' and locked_by = in_actor and locked_until > in_at;
      if locks >= (taking ->> 'most')::int then
        return;
      end if;
      select encounter_ref into chosen from queue_item
        where tenant = in_tenant and state = 'open' and (locked_until is null or locked_until <= in_at)
          and (in_line is null or service_line = in_line) and assigned_to = in_actor
        order by rank desc limit 1 for update skip locked;
      if chosen is null then
        select encounter_ref into chosen from queue_item
          where tenant = in_tenant and state = 'open' and (locked_until is null or locked_until <= in_at)
            and (in_line is null or service_line = in_line) and assigned_to is null
          order by rank desc limit 1 for update skip locked;
      end if;
      update queue_item set locked_by = in_actor, locked_until = (taking ->> 'until')::timestamptz,
        version = version + 1, actor = in_actor, at = in_at
        where tenant = in_tenant and encounter_ref = chosen returning * into item;
      if found then
        perform append_audit(in_tenant, array[(entry::jsonb
          || jsonb_build_object('encounter', item.encounter_ref, 'version', item.version))::text]);
        return next item;
      end if;
    end $$`,
    // Nothing happens where the item has changed since.
    `create function queue_change(in_tenant text, in_role boolean, change json, entry text)
    returns setof queue_item language plpgsql as $$
    declare item queue_item;
    begin
      perform enter_tenant(in_tenant, in_role);
      perform lock_audit(in_tenant);
      update queue_item set state = change ->> 'state', reason = change ->> 'reason',
        locked_by = change ->> 'lockedBy', locked_until = (change ->> 'lockedUntil')::timestamptz,
        assigned_to = change ->> 'assignedTo', version = version + 1, actor = change ->> 'actor',
        at = (change ->> 'at')::timestamptz
        where tenant = in_tenant and encounter_ref = change ->> 'encounter' and version = (change ->> 'version')::int
        returning * into item;
      if found then
        perform append_audit(in_tenant, array[entry]);
        return next item;
      end if;
    end $$`,
  ],
  '0015-second-codings': [
    // What was suggested for an encounter when it came onto the coders' list; its newest state.
    `create table suggested_coding (
      tenant text not null,
      encounter_ref text not null,
      content text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref)
    )`,
    `create table audit_week (
      tenant text not null,
      week text not null,
      population integer not null,
      drawn integer not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, week)
    )`,
    // Drawn visits. `content` is frozen at the draw; `codes` is the second coder's, written once.
    `create table second_coding (
      tenant text not null,
      id text not null,
      week text not null,
      encounter_ref text not null,
      stratum_size integer not null,
      state text not null check (state in ('waiting', 'taken', 'coded', 'withdrawn')),
      first_coder text not null,
      second_coder text,
      content text not null,
      codes text,
      taken_at timestamptz,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, id),
      check (second_coder is null or second_coder <> first_coder)
    )`,
    'create index second_coding_encounter on second_coding (tenant, encounter_ref)',
    'create index second_coding_week on second_coding (tenant, week)',
    ...['suggested_coding', 'audit_week', 'second_coding'].flatMap((table) => [
      `alter table ${table} enable row level security`,
      `alter table ${table} force row level security`,
      `create policy tenant_rows on ${table} using (tenant = current_setting('app.tenant', true))`,
    ]),
    grant('select, insert, update on suggested_coding'),
    grant('select, insert on audit_week'),
    grant('select, insert, update on second_coding'),
  ],
  '0016-feedback-spans': [
    // Masked words behind findings, where the site has agreed to give feedback.
    `create table feedback_span (
      tenant text not null,
      encounter_ref text not null,
      fingerprint text not null,
      content text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref, fingerprint)
    )`,
    'alter table feedback_span enable row level security',
    'alter table feedback_span force row level security',
    `create policy tenant_rows on feedback_span using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update, delete on feedback_span'),
  ],
  '0018-batch-writes': [
    // As before, in one insert: a batch of forty notes adds eighty rows.
    `create or replace function append_audit(in_tenant text, entries text[]) returns void language plpgsql as $$
    declare
      head audit_head := lock_audit(in_tenant);
      seqs bigint[];
      hashes text[] := array[head.hash];
      one text;
    begin
      foreach one in array entries loop
        head.seq := head.seq + 1;
        head.hash := encode(sha256(convert_to(head.hash || E'\\n' || head.seq || E'\\n' || one, 'UTF8')), 'hex');
        seqs := seqs || head.seq;
        hashes := hashes || head.hash;
      end loop;
      insert into audit (tenant, seq, entry, previous_hash, hash)
        select in_tenant, seq, entry, previous_hash, hash
        from unnest(seqs, entries, hashes[:cardinality(entries)], hashes[2:])
          as added (seq, entry, previous_hash, hash);
      update audit_head set seq = head.seq, hash = head.hash where tenant = in_tenant;
    end $$`,
    // What is left of a window, but no more than is asked for.
    `create function take_share(
      in_tenant text, in_role boolean, in_subject text, in_start timestamptz, in_limit bigint, in_most integer
    ) returns integer language plpgsql as $$
    declare
      used_before bigint;
      share integer;
    begin
      perform enter_tenant(in_tenant, in_role);
      insert into limit_window (tenant, subject, starts_at, used, granted)
        values (in_tenant, in_subject, in_start, 0, 0) on conflict do nothing;
      select used into used_before from limit_window
        where tenant = in_tenant and subject = in_subject and starts_at = in_start for update;
      share := least(in_most, greatest(0, in_limit - used_before));
      update limit_window set used = used + share, granted = share
        where tenant = in_tenant and subject = in_subject and starts_at = in_start;
      return share;
    end $$`,
  ],
  '0019-ehr-subscriptions': [
    // What a server tells us of its documents, and how far they were read; one a tenant. Secrets are kept as hashes.
    `create table ehr_subscription (
      tenant text primary key,
      remote_id text,
      secret_hash text,
      next_hash text,
      ends_at timestamptz,
      heard bigint not null default 0,
      read_until timestamptz,
      at timestamptz not null
    )`,
    'alter table ehr_subscription enable row level security',
    'alter table ehr_subscription force row level security',
    `create policy tenant_rows on ehr_subscription using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on ehr_subscription'),
  ],
  '0021-queue-turns': [
    // What `queue_turns` asks, without a look at rows that somebody has: counted over 10,000 open ones, each "next"
    // had read them all.
    `create index queue_item_free on queue_item (tenant, rank desc)
      where state = 'open' and locked_by is null and assigned_to is null`,
    `create index queue_item_locked on queue_item (tenant, locked_by, locked_until)
      where state = 'open' and locked_by is not null`,
    `create index queue_item_late on queue_item (tenant, locked_until)
      where state = 'open' and locked_by is not null and assigned_to is null`,
    'drop function queue_next(text, boolean, json, text)',
    'drop function queue_change(text, boolean, json, text)',
    // Many turns, one lock of the chain and one commit: what takes long is the disk, and it takes as long for all.
    // A change of what has changed since does nothing and has no item.
    `create function queue_turns(in_tenant text, in_role boolean, turns jsonb)
    returns table (turn integer, locks integer, item queue_item) language plpgsql
    -- To plan each of five small statements again for each coder takes longer than to carry them out.
    set plan_cache_mode = 'force_generic_plan' as $$
    declare
      one jsonb;
      in_actor text;
      in_line text;
      in_at timestamptz;
      free_ref text;
      free_rank double precision;
      late_ref text;
      late_rank double precision;
      entries text[] := '{}';
    begin
      perform enter_tenant(in_tenant, in_role);
      perform lock_audit(in_tenant);
      turn := -1;
      for one in select value from jsonb_array_elements(turns) with ordinality order by ordinality loop
        turn := turn + 1;
        locks := 0;
        item := null;
        in_actor := one ->> 'actor';
        in_at := one ->> 'at';
        if one ->> 'kind' = 'next' then
          in_line := one ->> 'line';
          select count(*) into locks from queue_item
            where tenant = in_tenant and state = 'open' and locked_by = in_actor and locked_until > in_at;
          free_ref := null;
          if locks < (one ->> 'most')::int then
            select encounter_ref into free_ref from queue_item
              where tenant = in_tenant and assigned_to = in_actor and state = 'open'
                and (locked_until is null or locked_until <= in_at) and (in_line is null or service_line = in_line)
              order by rank desc limit 1;
            if free_ref is null then
              select encounter_ref, rank into free_ref, free_rank from queue_item
                where tenant = in_tenant and state = 'open' and locked_by is null and assigned_to is null
                  and (in_line is null or service_line = in_line)
                order by rank desc limit 1;
              -- Materialized: ordered by rank, the planner walks through all that is open to find that none is late.
              with late as materialized (
                select encounter_ref, rank from queue_item
                  where tenant = in_tenant and state = 'open' and locked_by is not null and assigned_to is null
                    and locked_until <= in_at and (in_line is null or service_line = in_line)
              )
              select encounter_ref, rank into late_ref, late_rank from late order by rank desc limit 1;
              if free_ref is null or late_rank > free_rank then
                free_ref := late_ref;
              end if;
            end if;
          end if;
          if free_ref is not null then
            update queue_item set locked_by = in_actor, locked_until = (one ->> 'until')::timestamptz,
              version = version + 1, actor = in_actor, at = in_at
              where tenant = in_tenant and encounter_ref = free_ref returning * into item;
            entries := entries || ((one ->> 'entry')::jsonb
              || jsonb_build_object('encounter', item.encounter_ref, 'version', item.version))::text;
          end if;
        else
          update queue_item set state = one ->> 'state', reason = one ->> 'reason',
            locked_by = one ->> 'lockedBy', locked_until = (one ->> 'lockedUntil')::timestamptz,
            assigned_to = one ->> 'assignedTo', version = version + 1, actor = in_actor, at = in_at
            where tenant = in_tenant and encounter_ref = one ->> 'encounter' and version = (one ->> 'version')::int
            returning * into item;
          if found then
            entries := entries || (one ->> 'entry');
          end if;
        end if;
        return next;
      end loop;
      perform append_audit(in_tenant, entries);
    end $$`,
    `create function find_queue_item(in_tenant text, in_role boolean, in_encounter text) returns setof queue_item
    language plpgsql as $$
    begin
      perform enter_tenant(in_tenant, in_role);
      return query select * from queue_item where tenant = in_tenant and encounter_ref = in_encounter;
    end $$`,
  ],
  '0022-prepared-on-the-list': [
    `alter table queue_item add column prepared text check (prepared in ('review', 'full-review'))`,
  ],
  '0030-shared-commits': [
    // One commit for the steps of several requests, and each piece of what they bring read once.
    `create function record_steps(in_tenant text, in_role boolean, events json, items json)
    returns void language plpgsql as $$
    declare fresh text[];
    begin
      perform enter_tenant(in_tenant, in_role);
      -- Before anything is inserted, so that two writers of one encounter wait for each other and never in a circle.
      perform lock_audit(in_tenant);
      if events is not null then
        insert into prompt_event (tenant, encounter_ref, fingerprint, event, actor, at)
          select in_tenant, encounter, fingerprint, event, actor, at
          from json_to_recordset(events) as item (
            place int, encounter text, actor text, at timestamptz, fingerprint text, event text
          ) order by place;
      end if;
      with listed as materialized (
        select * from json_to_recordset(items) as item (
          place int, encounter text, actor text, at timestamptz, fingerprint text, finding_kind text,
          content_ref text, content text, lint_version text, entry text
        )
      ), inserted as (
        insert into shown_finding (
          tenant, encounter_ref, fingerprint, finding_kind, content_ref, actor, content, lint_version, at
        )
        select in_tenant, encounter, fingerprint, finding_kind, content_ref, actor, content, lint_version, at
        from listed where fingerprint is not null order by place
        on conflict do nothing
        returning encounter_ref, fingerprint, content_ref, shown_finding.actor
      )
      -- What is no finding has its entry always, a finding when it was not shown before.
      select array_agg(entry order by place) into fresh from listed
      where fingerprint is null or (encounter, fingerprint, content_ref, actor) in (table inserted);
      if fresh is not null then
        perform append_audit(in_tenant, fresh);
      end if;
    end $$`,
    'drop function record_step(text, boolean, json)',
    // The session of a token, and its proof used up. Its commit is not waited for: on record before anything that the
    // request itself puts there, since the log is written in order; see the decision about shared commits.
    `create function use_proof(in_token text, in_key text, in_proof text, in_until timestamptz)
    returns table (
      tenant text, actor text, role text, patient_ref text, encounter_ref text, expires_at timestamptz, fresh boolean
    ) language plpgsql as $$
    begin
      select s.tenant, s.actor, s.role, s.patient_ref, s.encounter_ref, s.expires_at
        into tenant, actor, role, patient_ref, encounter_ref, expires_at
        from session s where s.token_hash = in_token and s.key_thumbprint = in_key;
      if not found then
        return;
      end if;
      -- PGlite never waits for a disk, and its log would stay in the memory of a process that may be killed.
      if current_setting('fsync') = 'on' then
        perform set_config('synchronous_commit', 'off', true);
      end if;
      insert into used_proof (proof_hash, expires_at) values (in_proof, in_until) on conflict do nothing;
      fresh := found;
      return next;
    end $$`,
  ],
  '0031-batch-in-two-statements': [
    'drop function take_share(text, boolean, text, timestamptz, bigint, integer)',
    // Before a batch of notes is read: which are on record already, and how many of the others the day still holds.
    `create function begin_batch(
      in_tenant text, in_role boolean, in_subject text, in_start timestamptz, in_limit bigint, items text[]
    ) returns table (share integer, remaining bigint, recorded text[]) language plpgsql as $$
    begin
      perform enter_tenant(in_tenant, in_role);
      -- What is lost with a server that crashes is a count; see \`use_proof\`.
      if current_setting('fsync') = 'on' then
        perform set_config('synchronous_commit', 'off', true);
      end if;
      recorded := array(select item_ref from batch_result where tenant = in_tenant and item_ref = any(items));
      insert into limit_window (tenant, subject, starts_at, used, granted)
        values (in_tenant, in_subject, in_start, 0, 0) on conflict do nothing;
      select in_limit - used into remaining from limit_window
        where tenant = in_tenant and subject = in_subject and starts_at = in_start for update;
      share := least(cardinality(items) - cardinality(recorded), greatest(0, remaining));
      if share > 0 then
        update limit_window set used = used + share, granted = share
          where tenant = in_tenant and subject = in_subject and starts_at = in_start;
      end if;
      remaining := greatest(0, remaining - share);
      return next;
    end $$`,
    // As \`findPriority\` of the knowledge computes it, for the moment 0 of the epoch: the order at every other one is the same.
    `create function queue_rank(
      weights json, service_line text, confidence double precision, complexity double precision, finished_at timestamptz
    ) returns double precision language sql immutable as $$
      select (weights ->> 'doubt')::float8 * (1 - confidence) + (weights ->> 'complexity')::float8 * complexity
        - (weights ->> 'day')::float8 * extract(epoch from finished_at)::float8 / 86400
        + coalesce((weights -> 'lines' ->> service_line)::float8, 0)
    $$`,
    // What \`addToQueue\` brings, in one statement: the chain's lock is held no longer than it must be.
    `create function list_encounters(in_tenant text, listing json) returns integer language plpgsql as $$
    declare
      in_actor text := listing ->> 'actor';
      in_at timestamptz := listing ->> 'at';
      in_weights text := listing ->> 'weights';
      entries text[];
    begin
      perform lock_audit(in_tenant);
      insert into suggested_coding (tenant, encounter_ref, content, actor, at)
        select in_tenant, "encounterRef", suggested, in_actor, in_at
        from json_to_recordset(listing -> 'items') as item ("encounterRef" text, suggested text)
        where suggested is not null
        on conflict (tenant, encounter_ref) do update set
          content = excluded.content, actor = excluded.actor, at = excluded.at;
      with listed as (
        insert into queue_item (
          tenant, encounter_ref, place, input, service_line, service_date, finished_at, confidence, complexity, counts,
          disagreements, prepared, rank, weights, state, version, actor, at
        )
        select in_tenant, "encounterRef", place, input, "serviceLine", "serviceDate", "finishedAt", confidence,
          complexity, counts, disagreements, prepared,
          queue_rank(in_weights::json, "serviceLine", confidence, complexity, "finishedAt"), in_weights, 'open', 1,
          in_actor, in_at
        from json_to_recordset(listing -> 'items') as item (
          "encounterRef" text, place text, input text, "serviceLine" text, "serviceDate" date, "finishedAt" timestamptz,
          confidence float8, complexity float8, counts json, disagreements jsonb, prepared text
        )
        on conflict (tenant, encounter_ref) do update set
          input = excluded.input, service_line = excluded.service_line, service_date = excluded.service_date,
          finished_at = excluded.finished_at, confidence = excluded.confidence, complexity = excluded.complexity,
          counts = excluded.counts, disagreements = excluded.disagreements, prepared = excluded.prepared,
          rank = excluded.rank, weights = excluded.weights,
          state = case when queue_item.state = 'held' then 'held' else 'open' end,
          reason = case when queue_item.state = 'held' then queue_item.reason end,
          version = queue_item.version + 1, actor = excluded.actor, at = excluded.at
        where queue_item.input <> excluded.input
        returning encounter_ref, version
      )
      select array_agg(
        ((listing ->> 'entry')::jsonb || jsonb_build_object('encounter', encounter_ref, 'version', version))::text
      ) into entries from listed;
      if entries is not null then
        perform append_audit(in_tenant, entries);
      end if;
      return coalesce(cardinality(entries), 0);
    end $$`,
    `create function finish_batch(in_tenant text, in_role boolean, items json, listing json) returns integer
    language plpgsql as $$
    declare
      fresh integer := record_batch(in_tenant, in_role, items);
    begin
      if json_array_length(listing -> 'items') > 0 then
        perform list_encounters(in_tenant, listing);
      end if;
      return fresh;
    end $$`,
  ],
  '0033-write-events': [
    // What each write was for; null where it was begun before this was kept.
    'alter table write add column deed text',
    // The ledger holds the newest state of a write, this all of them: who filed, brought up to date, withdrew.
    `create table write_event (
      id bigint generated always as identity primary key,
      tenant text not null,
      encounter_ref text not null,
      key text not null,
      target text not null,
      deed text not null,
      state text not null,
      role text not null,
      actor text not null,
      at timestamptz not null
    )`,
    'create index write_event_encounter on write_event (tenant, encounter_ref, id)',
    `create trigger write_event_rows before update or delete on write_event
     for each row execute function refuse_change()`,
    `create trigger write_event_truncate before truncate on write_event
     for each statement execute function refuse_change()`,
    'alter table write_event enable row level security',
    'alter table write_event force row level security',
    `create policy tenant_rows on write_event using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert on write_event'),
  ],
  '0034-modes-on-the-list': [
    // What a site has switched off, or only watches, is on the list for nobody; decided anew when its settings change.
    'alter table queue_item add column active boolean not null default true',
    `alter table queue_item add column modes text not null default ''`,
    'drop index queue_item_free',
    `create index queue_item_free on queue_item (tenant, rank desc)
      where state = 'open' and active and locked_by is null and assigned_to is null`,
    `create or replace function queue_turns(in_tenant text, in_role boolean, turns jsonb)
    returns table (turn integer, locks integer, item queue_item) language plpgsql
    -- To plan each of five small statements again for each coder takes longer than to carry them out.
    set plan_cache_mode = 'force_generic_plan' as $$
    declare
      one jsonb;
      in_actor text;
      in_line text;
      in_at timestamptz;
      free_ref text;
      free_rank double precision;
      late_ref text;
      late_rank double precision;
      entries text[] := '{}';
    begin
      perform enter_tenant(in_tenant, in_role);
      perform lock_audit(in_tenant);
      turn := -1;
      for one in select value from jsonb_array_elements(turns) with ordinality order by ordinality loop
        turn := turn + 1;
        locks := 0;
        item := null;
        in_actor := one ->> 'actor';
        in_at := one ->> 'at';
        if one ->> 'kind' = 'next' then
          in_line := one ->> 'line';
          select count(*) into locks from queue_item
            where tenant = in_tenant and state = 'open' and locked_by = in_actor and locked_until > in_at
              and active;
          free_ref := null;
          if locks < (one ->> 'most')::int then
            select encounter_ref into free_ref from queue_item
              where tenant = in_tenant and assigned_to = in_actor and state = 'open' and active
                and (locked_until is null or locked_until <= in_at) and (in_line is null or service_line = in_line)
              order by rank desc limit 1;
            if free_ref is null then
              select encounter_ref, rank into free_ref, free_rank from queue_item
                where tenant = in_tenant and state = 'open' and active and locked_by is null and assigned_to is null
                  and (in_line is null or service_line = in_line)
                order by rank desc limit 1;
              -- Materialized: ordered by rank, the planner walks through all that is open to find that none is late.
              with late as materialized (
                select encounter_ref, rank from queue_item
                  where tenant = in_tenant and state = 'open' and active and locked_by is not null and assigned_to is null
                    and locked_until <= in_at and (in_line is null or service_line = in_line)
              )
              select encounter_ref, rank into late_ref, late_rank from late order by rank desc limit 1;
              if free_ref is null or late_rank > free_rank then
                free_ref := late_ref;
              end if;
            end if;
          end if;
          if free_ref is not null then
            update queue_item set locked_by = in_actor, locked_until = (one ->> 'until')::timestamptz,
              version = version + 1, actor = in_actor, at = in_at
              where tenant = in_tenant and encounter_ref = free_ref returning * into item;
            entries := entries || ((one ->> 'entry')::jsonb
              || jsonb_build_object('encounter', item.encounter_ref, 'version', item.version))::text;
          end if;
        else
          update queue_item set state = one ->> 'state', reason = one ->> 'reason',
            locked_by = one ->> 'lockedBy', locked_until = (one ->> 'lockedUntil')::timestamptz,
            assigned_to = one ->> 'assignedTo', version = version + 1, actor = in_actor, at = in_at
            where tenant = in_tenant and encounter_ref = one ->> 'encounter' and version = (one ->> 'version')::int
            returning * into item;
          if found then
            entries := entries || (one ->> 'entry');
          end if;
        end if;
        return next;
      end loop;
      perform append_audit(in_tenant, entries);
    end $$`,
    // What \`addToQueue\` brings, in one statement: the chain's lock is held no longer than it must be.
    `create or replace function list_encounters(in_tenant text, listing json) returns integer language plpgsql as $$
    declare
      in_actor text := listing ->> 'actor';
      in_at timestamptz := listing ->> 'at';
      in_weights text := listing ->> 'weights';
      entries text[];
    begin
      perform lock_audit(in_tenant);
      insert into suggested_coding (tenant, encounter_ref, content, actor, at)
        select in_tenant, "encounterRef", suggested, in_actor, in_at
        from json_to_recordset(listing -> 'items') as item ("encounterRef" text, suggested text)
        where suggested is not null
        on conflict (tenant, encounter_ref) do update set
          content = excluded.content, actor = excluded.actor, at = excluded.at;
      with listed as (
        insert into queue_item (
          tenant, encounter_ref, place, input, service_line, service_date, finished_at, confidence, complexity, counts,
          disagreements, prepared, rank, weights, modes, active, state, version, actor, at
        )
        select in_tenant, "encounterRef", place, input, "serviceLine", "serviceDate", "finishedAt", confidence,
          complexity, counts, disagreements, prepared,
          queue_rank(in_weights::json, "serviceLine", confidence, complexity, "finishedAt"), in_weights,
          listing ->> 'modes', true, 'open', 1, in_actor, in_at
        from json_to_recordset(listing -> 'items') as item (
          "encounterRef" text, place text, input text, "serviceLine" text, "serviceDate" date, "finishedAt" timestamptz,
          confidence float8, complexity float8, counts json, disagreements jsonb, prepared text
        )
        on conflict (tenant, encounter_ref) do update set
          input = excluded.input, service_line = excluded.service_line, service_date = excluded.service_date,
          finished_at = excluded.finished_at, confidence = excluded.confidence, complexity = excluded.complexity,
          counts = excluded.counts, disagreements = excluded.disagreements, prepared = excluded.prepared,
          rank = excluded.rank, weights = excluded.weights, modes = excluded.modes, active = true,
          place = excluded.place,
          -- A new version of the notes is what somebody waited for who had asked their author.
          state = case
            when queue_item.state = 'held' and queue_item.reason <> 'awaiting-provider' then 'held' else 'open' end,
          reason = case
            when queue_item.state = 'held' and queue_item.reason <> 'awaiting-provider' then queue_item.reason end,
          version = queue_item.version + 1, actor = excluded.actor, at = excluded.at
        where queue_item.input <> excluded.input
        returning encounter_ref, version
      )
      select array_agg(
        ((listing ->> 'entry')::jsonb || jsonb_build_object('encounter', encounter_ref, 'version', version))::text
      ) into entries from listed;
      if entries is not null then
        perform append_audit(in_tenant, entries);
      end if;
      return coalesce(cardinality(entries), 0);
    end $$`,
    `create or replace function find_queue_item(in_tenant text, in_role boolean, in_encounter text) returns setof queue_item
    language plpgsql as $$
    begin
      perform enter_tenant(in_tenant, in_role);
      return query select * from queue_item where tenant = in_tenant and encounter_ref = in_encounter and active;
    end $$`,
  ],
  '0036-tasks-of-the-list': [
    // What of the coders' list stands as Tasks in the EHR.
    `create table queue_task (
      tenant text not null,
      encounter_ref text not null,
      key text not null,
      version integer not null,
      state text not null check (state in ('pending', 'written', 'rejected', 'unknown')),
      remote_id text,
      version_id text,
      http_status integer,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, encounter_ref)
    )`,
    'alter table queue_task enable row level security',
    'alter table queue_task force row level security',
    `create policy tenant_rows on queue_task using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on queue_task'),
  ],
  '0038-every-chain': [
    // Whoever verifies asks which chains there are, those of tenants that are in no file any more among them. A head is
    // the key of a tenant, a number and a hash.
    `create policy every_head on audit_head for select using (current_setting('app.every_chain', true) = 'on')`,
  ],
  '0039-lists-read-once': [
    'drop function finish_batch(text, boolean, json, json)',
    'drop function list_encounters(text, json)',
    // As before, but each piece is taken out of what came once, and not for every row again.
    `create function list_encounters(in_tenant text, listing json, items json) returns integer language plpgsql as $$
    declare
      in_actor text := listing ->> 'actor';
      in_at timestamptz := listing ->> 'at';
      in_weights text := listing ->> 'weights';
      in_modes text := listing ->> 'modes';
      in_entry jsonb := listing ->> 'entry';
      entries text[];
    begin
      perform lock_audit(in_tenant);
      with item as materialized (
        select * from json_to_recordset(items) as item (
          "encounterRef" text, place text, input text, "serviceLine" text, "serviceDate" date, "finishedAt" timestamptz,
          confidence float8, complexity float8, counts json, disagreements jsonb, prepared text, suggested text
        )
      ), kept as (
        insert into suggested_coding (tenant, encounter_ref, content, actor, at)
        select in_tenant, "encounterRef", suggested, in_actor, in_at from item where suggested is not null
        on conflict (tenant, encounter_ref) do update set
          content = excluded.content, actor = excluded.actor, at = excluded.at
      ), listed as (
        insert into queue_item (
          tenant, encounter_ref, place, input, service_line, service_date, finished_at, confidence, complexity, counts,
          disagreements, prepared, rank, weights, modes, active, state, version, actor, at
        )
        select in_tenant, "encounterRef", place, input, "serviceLine", "serviceDate", "finishedAt", confidence,
          complexity, counts, disagreements, prepared,
          queue_rank(in_weights::json, "serviceLine", confidence, complexity, "finishedAt"), in_weights,
          in_modes, true, 'open', 1, in_actor, in_at
        from item
        on conflict (tenant, encounter_ref) do update set
          input = excluded.input, service_line = excluded.service_line, service_date = excluded.service_date,
          finished_at = excluded.finished_at, confidence = excluded.confidence, complexity = excluded.complexity,
          counts = excluded.counts, disagreements = excluded.disagreements, prepared = excluded.prepared,
          rank = excluded.rank, weights = excluded.weights, modes = excluded.modes, active = true,
          place = excluded.place,
          -- A new version of the notes is what somebody waited for who had asked their author.
          state = case
            when queue_item.state = 'held' and queue_item.reason <> 'awaiting-provider' then 'held' else 'open' end,
          reason = case
            when queue_item.state = 'held' and queue_item.reason <> 'awaiting-provider' then queue_item.reason end,
          version = queue_item.version + 1, actor = excluded.actor, at = excluded.at
        where queue_item.input <> excluded.input
        returning encounter_ref, version
      )
      select array_agg(
        (in_entry || jsonb_build_object('encounter', encounter_ref, 'version', version))::text
      ) into entries from listed;
      if entries is not null then
        perform append_audit(in_tenant, entries);
      end if;
      return coalesce(cardinality(entries), 0);
    end $$`,
    `create function finish_batch(in_tenant text, in_role boolean, results json, listing json, items json)
    returns integer language plpgsql as $$
    declare
      fresh integer := record_batch(in_tenant, in_role, results);
    begin
      if json_array_length(items) > 0 then
        perform list_encounters(in_tenant, listing, items);
      end if;
      return fresh;
    end $$`,
    // One look into the primary key for each: a plan that a session made while the table was empty is no other.
    `create or replace function begin_batch(
      in_tenant text, in_role boolean, in_subject text, in_start timestamptz, in_limit bigint, items text[]
    ) returns table (share integer, remaining bigint, recorded text[]) language plpgsql as $$
    begin
      perform enter_tenant(in_tenant, in_role);
      if current_setting('fsync') = 'on' then
        perform set_config('synchronous_commit', 'off', true);
      end if;
      recorded := array(select one from unnest(items) as one where (
        select true from batch_result where tenant = in_tenant and item_ref = one
      ));
      select in_limit - used into remaining from limit_window
        where tenant = in_tenant and subject = in_subject and starts_at = in_start for update;
      if not found then
        insert into limit_window (tenant, subject, starts_at, used, granted)
          values (in_tenant, in_subject, in_start, 0, 0) on conflict do nothing;
        select in_limit - used into remaining from limit_window
          where tenant = in_tenant and subject = in_subject and starts_at = in_start for update;
      end if;
      share := least(cardinality(items) - cardinality(recorded), greatest(0, remaining));
      if share > 0 then
        update limit_window set used = used + share, granted = share
          where tenant = in_tenant and subject = in_subject and starts_at = in_start;
      end if;
      remaining := greatest(0, remaining - share);
      return next;
    end $$`,
  ],
  '0040-pace-of-servers': [
    // When a server may be asked next, and until when it wants a pause; whoever takes a turn moves the first.
    `create table server_pace (
      tenant text not null,
      server text not null,
      free_at timestamptz not null,
      paused_until timestamptz not null,
      primary key (tenant, server)
    )`,
    'alter table server_pace enable row level security',
    'alter table server_pace force row level security',
    `create policy tenant_rows on server_pace using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on server_pace'),
    `create function lock_pace(in_tenant text, in_role boolean, in_server text) returns server_pace
    language plpgsql as $$
    declare
      pace server_pace;
    begin
      perform enter_tenant(in_tenant, in_role);
      -- What a crash of the database forgets is a moment's pace.
      if current_setting('fsync') = 'on' then
        perform set_config('synchronous_commit', 'off', true);
      end if;
      select * into pace from server_pace where tenant = in_tenant and server = in_server for update;
      if not found then
        insert into server_pace (tenant, server, free_at, paused_until)
          values (in_tenant, in_server, '-infinity', '-infinity') on conflict do nothing;
        select * into pace from server_pace where tenant = in_tenant and server = in_server for update;
      end if;
      return pace;
    end $$`,
    `create function take_turns(in_tenant text, in_role boolean, in_server text, in_count integer, in_gap float8)
    returns table (starts_in float8, paused float8) language plpgsql as $$
    declare
      pace server_pace := lock_pace(in_tenant, in_role, in_server);
      -- Not of the statement's start: others had the row meanwhile.
      clock timestamptz := clock_timestamp();
      first timestamptz := greatest(pace.free_at, clock);
    begin
      paused := extract(epoch from greatest(pace.paused_until, clock) - clock) * 1000;
      starts_in := extract(epoch from first - clock) * 1000;
      if paused = 0 and in_count > 0 then
        update server_pace set free_at = first + in_count * in_gap * interval '1 millisecond'
          where tenant = in_tenant and server = in_server;
      end if;
      return next;
    end $$`,
    `create function pause_server(in_tenant text, in_role boolean, in_server text, in_ms float8) returns void
    language plpgsql as $$
    declare
      pace server_pace := lock_pace(in_tenant, in_role, in_server);
      until_then timestamptz := clock_timestamp() + in_ms * interval '1 millisecond';
    begin
      update server_pace set paused_until = greatest(pace.paused_until, until_then)
        where tenant = in_tenant and server = in_server;
    end $$`,
  ],
  '0041-exports-gone-on-with': [
    // An export that the EHR prepares or that is being read, so that a command that was killed goes on with it.
    `create table bulk_export (
      tenant text not null,
      question text not null,
      state text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, question)
    )`,
    'alter table bulk_export enable row level security',
    'alter table bulk_export force row level security',
    `create policy tenant_rows on bulk_export using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update, delete on bulk_export'),
  ],
  '0041-next-is-not-read-blind': [
    // An encounter that was coded and drawn, and then came back with a changed chart, is for everybody but its blind
    // second coder.
    `create index second_coding_blind on second_coding (tenant, second_coder) where state = 'taken'`,
    `create or replace function queue_turns(in_tenant text, in_role boolean, turns jsonb)
    returns table (turn integer, locks integer, item queue_item) language plpgsql
    -- To plan each of five small statements again for each coder takes longer than to carry them out.
    set plan_cache_mode = 'force_generic_plan' as $$
    declare
      one jsonb;
      in_actor text;
      in_line text;
      in_at timestamptz;
      free_ref text;
      free_rank double precision;
      late_ref text;
      late_rank double precision;
      blind text[];
      entries text[] := '{}';
    begin
      perform enter_tenant(in_tenant, in_role);
      perform lock_audit(in_tenant);
      turn := -1;
      for one in select value from jsonb_array_elements(turns) with ordinality order by ordinality loop
        turn := turn + 1;
        locks := 0;
        item := null;
        in_actor := one ->> 'actor';
        in_at := one ->> 'at';
        blind := array(select encounter_ref from second_coding
          where tenant = in_tenant and second_coder = in_actor and state = 'taken');
        if one ->> 'kind' = 'next' then
          in_line := one ->> 'line';
          select count(*) into locks from queue_item
            where tenant = in_tenant and state = 'open' and locked_by = in_actor and locked_until > in_at
              and active;
          free_ref := null;
          if locks < (one ->> 'most')::int then
            select encounter_ref into free_ref from queue_item
              where tenant = in_tenant and assigned_to = in_actor and state = 'open' and active
                and (locked_until is null or locked_until <= in_at) and (in_line is null or service_line = in_line)
                and encounter_ref <> all (blind)
              order by rank desc limit 1;
            if free_ref is null then
              select encounter_ref, rank into free_ref, free_rank from queue_item
                where tenant = in_tenant and state = 'open' and active and locked_by is null and assigned_to is null
                  and (in_line is null or service_line = in_line) and encounter_ref <> all (blind)
                order by rank desc limit 1;
              -- Materialized: ordered by rank, the planner walks through all that is open to find that none is late.
              with late as materialized (
                select encounter_ref, rank from queue_item
                  where tenant = in_tenant and state = 'open' and active and locked_by is not null and assigned_to is null
                    and locked_until <= in_at and (in_line is null or service_line = in_line)
                    and encounter_ref <> all (blind)
              )
              select encounter_ref, rank into late_ref, late_rank from late order by rank desc limit 1;
              if free_ref is null or late_rank > free_rank then
                free_ref := late_ref;
              end if;
            end if;
          end if;
          if free_ref is not null then
            update queue_item set locked_by = in_actor, locked_until = (one ->> 'until')::timestamptz,
              version = version + 1, actor = in_actor, at = in_at
              where tenant = in_tenant and encounter_ref = free_ref returning * into item;
            entries := entries || ((one ->> 'entry')::jsonb
              || jsonb_build_object('encounter', item.encounter_ref, 'version', item.version))::text;
          end if;
        else
          update queue_item set state = one ->> 'state', reason = one ->> 'reason',
            locked_by = one ->> 'lockedBy', locked_until = (one ->> 'lockedUntil')::timestamptz,
            assigned_to = one ->> 'assignedTo', version = version + 1, actor = in_actor, at = in_at
            where tenant = in_tenant and encounter_ref = one ->> 'encounter' and version = (one ->> 'version')::int
              and encounter_ref <> all (blind)
            returning * into item;
          if found then
            entries := entries || (one ->> 'entry');
          end if;
        end if;
        return next;
      end loop;
      perform append_audit(in_tenant, entries);
    end $$`,
    'drop function find_queue_item(text, boolean, text)',
    // With an actor: as this person may see it.
    `create function find_queue_item(in_tenant text, in_role boolean, in_encounter text, in_actor text)
    returns setof queue_item language plpgsql as $$
    begin
      perform enter_tenant(in_tenant, in_role);
      return query select * from queue_item where tenant = in_tenant and encounter_ref = in_encounter and active
        and not exists (
          select from second_coding blind where blind.tenant = in_tenant and blind.encounter_ref = in_encounter
            and blind.second_coder = in_actor and blind.state = 'taken'
        );
    end $$`,
  ],
  '0042-coders': [
    `create table coder (
      tenant text not null,
      actor text not null,
      person text not null,
      at timestamptz not null,
      primary key (tenant, actor)
    )`,
    'alter table coder enable row level security',
    'alter table coder force row level security',
    `create policy tenant_rows on coder using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update, delete on coder'),
  ],
  '0043-use-digests': [
    // What the trail says of use, in short: made from it, and made anew where it is gone.
    `create table use_digest (
      tenant text not null,
      block integer not null,
      last_seq bigint not null,
      hash text not null,
      content text not null,
      primary key (tenant, block)
    )`,
    'alter table use_digest enable row level security',
    'alter table use_digest force row level security',
    `create policy tenant_rows on use_digest using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update on use_digest'),
  ],
  '0044-refused-targets': [
    // Forms of a draft that the EHR refused, for one person ("actor") or, where that is empty, for everybody.
    `create table refused_target (
      tenant text not null,
      target text not null,
      actor text not null,
      at timestamptz not null,
      primary key (tenant, target, actor)
    )`,
    'alter table refused_target enable row level security',
    'alter table refused_target force row level security',
    `create policy tenant_rows on refused_target using (tenant = current_setting('app.tenant', true))`,
    grant('select, insert, update, delete on refused_target'),
  ],
  '0047-retention': [
    // Where the beginning of a chain was taken away after its time (`npm run retention`), with what was signed of it.
    `create table audit_cut (
      tenant text not null,
      seq bigint not null,
      hash text not null,
      statement text not null,
      at timestamptz not null,
      primary key (tenant, seq)
    )`,
    `create trigger audit_cut_rows before update or delete on audit_cut
     for each row execute function refuse_change()`,
    `create trigger audit_cut_truncate before truncate on audit_cut
     for each statement execute function refuse_change()`,
    'alter table audit_cut enable row level security',
    'alter table audit_cut force row level security',
    `create policy tenant_rows on audit_cut using (tenant = current_setting('app.tenant', true))`,
    grant('select on audit_cut'),
    // What has had its time may go, where the site's periods say so; the role that the proxy works with has no right to
    // remove anything of these tables. Of a trail only what comes before a cut that is on record.
    `create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and tg_nargs > 0 and current_setting('app.reencrypt', true) = 'on'
        and to_jsonb(new) - tg_argv[0] = to_jsonb(old) - tg_argv[0] then
        return new;
      end if;
      if tg_op = 'DELETE' and current_setting('app.retain', true) = 'on' then
        if tg_table_name in ('batch_result', 'decision', 'prompt_event', 'shown_finding') then
          return old;
        end if;
        if tg_table_name = 'audit' and exists (
          select from audit_cut where tenant = (to_jsonb(old) ->> 'tenant') and seq >= (to_jsonb(old) ->> 'seq')::bigint
        ) then
          return old;
        end if;
      end if;
      raise exception 'rows of % are never changed or removed', tg_table_name;
    end $$`,
  ],
  '0048-cheaper-batches': [
    // As before, and immutable in every part, so that it becomes a part of the statement that asks: the seconds since
    // 1970 of a moment depend on no time zone, which the database does not know.
    `create or replace function queue_rank(
      weights json, service_line text, confidence double precision, complexity double precision, finished_at timestamptz
    ) returns double precision language sql immutable as $$
      select (weights ->> 'doubt')::float8 * (1 - confidence) + (weights ->> 'complexity')::float8 * complexity
        - (weights ->> 'day')::float8 * extract(epoch from finished_at at time zone 'UTC')::float8 / 86400
        + coalesce((weights -> 'lines' ->> service_line)::float8, 0)
    $$`,
    // As before, with the weights parsed once and not for every row.
    `create or replace function list_encounters(in_tenant text, listing json, items json) returns integer language plpgsql as $$
    declare
      in_actor text := listing ->> 'actor';
      in_at timestamptz := listing ->> 'at';
      in_weights text := listing ->> 'weights';
      ranking json := in_weights;
      in_modes text := listing ->> 'modes';
      in_entry jsonb := listing ->> 'entry';
      entries text[];
    begin
      perform lock_audit(in_tenant);
      with item as materialized (
        select * from json_to_recordset(items) as item (
          "encounterRef" text, place text, input text, "serviceLine" text, "serviceDate" date, "finishedAt" timestamptz,
          confidence float8, complexity float8, counts json, disagreements jsonb, prepared text, suggested text
        )
      ), kept as (
        insert into suggested_coding (tenant, encounter_ref, content, actor, at)
        select in_tenant, "encounterRef", suggested, in_actor, in_at from item where suggested is not null
        on conflict (tenant, encounter_ref) do update set
          content = excluded.content, actor = excluded.actor, at = excluded.at
      ), listed as (
        insert into queue_item (
          tenant, encounter_ref, place, input, service_line, service_date, finished_at, confidence, complexity, counts,
          disagreements, prepared, rank, weights, modes, active, state, version, actor, at
        )
        select in_tenant, "encounterRef", place, input, "serviceLine", "serviceDate", "finishedAt", confidence,
          complexity, counts, disagreements, prepared,
          queue_rank(ranking, "serviceLine", confidence, complexity, "finishedAt"), in_weights,
          in_modes, true, 'open', 1, in_actor, in_at
        from item
        on conflict (tenant, encounter_ref) do update set
          input = excluded.input, service_line = excluded.service_line, service_date = excluded.service_date,
          finished_at = excluded.finished_at, confidence = excluded.confidence, complexity = excluded.complexity,
          counts = excluded.counts, disagreements = excluded.disagreements, prepared = excluded.prepared,
          rank = excluded.rank, weights = excluded.weights, modes = excluded.modes, active = true,
          place = excluded.place,
          -- A new version of the notes is what somebody waited for who had asked their author.
          state = case
            when queue_item.state = 'held' and queue_item.reason <> 'awaiting-provider' then 'held' else 'open' end,
          reason = case
            when queue_item.state = 'held' and queue_item.reason <> 'awaiting-provider' then queue_item.reason end,
          version = queue_item.version + 1, actor = excluded.actor, at = excluded.at
        where queue_item.input <> excluded.input
        returning encounter_ref, version
      )
      select array_agg(
        (in_entry || jsonb_build_object('encounter', encounter_ref, 'version', version))::text
      ) into entries from listed;
      if entries is not null then
        perform append_audit(in_tenant, entries);
      end if;
      return coalesce(cardinality(entries), 0);
    end $$`,
    // As before; whether a list is empty is seen without parsing it.
    `create or replace function finish_batch(in_tenant text, in_role boolean, results json, listing json, items json)
    returns integer language plpgsql as $$
    declare
      fresh integer := record_batch(in_tenant, in_role, results);
    begin
      if items::text <> '[]' then
        perform list_encounters(in_tenant, listing, items);
      end if;
      return fresh;
    end $$`,
  ],
  '0049-retention-of-the-rest': [
    // As before, with what else has a period by now.
    `create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and tg_nargs > 0 and current_setting('app.reencrypt', true) = 'on'
        and to_jsonb(new) - tg_argv[0] = to_jsonb(old) - tg_argv[0] then
        return new;
      end if;
      if tg_op = 'DELETE' and current_setting('app.retain', true) = 'on' then
        if tg_table_name in (
          'batch_result', 'suggested_coding', 'decision', 'prompt_event', 'shown_finding', 'visit_facts', 'queue_item',
          'queue_task', 'work_step', 'work_draft', 'write', 'write_event', 'site_report', 'audit_week', 'second_coding',
          'hook_card', 'hook_feedback'
        ) then
          return old;
        end if;
        if tg_table_name = 'audit' and exists (
          select from audit_cut where tenant = (to_jsonb(old) ->> 'tenant') and seq >= (to_jsonb(old) ->> 'seq')::bigint
        ) then
          return old;
        end if;
      end if;
      raise exception 'rows of % are never changed or removed', tg_table_name;
    end $$`,
    // Changed every day, and removed only after their time: by nobody else, the owner neither.
    ...[
      'write',
      'work_draft',
      'queue_item',
      'queue_task',
      'visit_facts',
      'site_report',
      'suggested_coding',
      'audit_week',
      'second_coding',
    ].flatMap((table) => [
      `create trigger ${table}_kept before delete on ${table}
       for each row execute function refuse_change()`,
      `create trigger ${table}_truncate before truncate on ${table}
       for each statement execute function refuse_change()`,
    ]),
  ],
  '0053-session-with-its-encounter': [
    // For an analysis: who asks, and what is known of the encounter, in one round trip. As a function, so that neither
    // statement is planned anew for each.
    `create function use_proof_and_read(
      in_token text, in_key text, in_proof text, in_until timestamptz, in_role boolean
    ) returns table (
      tenant text, actor text, role text, patient_ref text, encounter_ref text, expires_at timestamptz, fresh boolean,
      encounter json
    ) language plpgsql as $$
    begin
      select used.tenant, used.actor, used.role, used.patient_ref, used.encounter_ref, used.expires_at, used.fresh
        into tenant, actor, role, patient_ref, encounter_ref, expires_at, fresh
        from use_proof(in_token, in_key, in_proof, in_until) as used;
      if not found then
        return;
      end if;
      if fresh then
        encounter := (select json_agg(known) from read_encounter(tenant, encounter_ref, in_role) as known);
      end if;
      return next;
    end $$`,
  ],
}

function buildMigration(statements: readonly string[]): Migration {
  return {
    up: async (db) => {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}

export const migrationProvider: MigrationProvider = {
  getMigrations: async () =>
    Object.fromEntries(Object.entries(migrations).map(([name, statements]) => [name, buildMigration(statements)])),
}
