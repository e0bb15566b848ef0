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
