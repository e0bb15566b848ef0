/** Plain SQL, run once in order. Each entry of a list is one statement: PGlite's extended protocol takes no more. */
import { sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

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
