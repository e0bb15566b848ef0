/**
 * The role that the proxy works as inside a tenant. Looked after at every start and not only when a table is made: an
 * administrator may make the role later, or take a right of it away.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Pool } from './schema.ts'

/** What the proxy may do to its tables; nobody may change or remove what is append-only. */
export const TENANT_PRIVILEGES: Readonly<Record<string, string>> = {
  audit: 'select, insert',
  audit_cut: 'select',
  audit_head: 'select, insert, update',
  audit_week: 'select, insert',
  batch_result: 'select, insert',
  bulk_export: 'select, insert, update, delete',
  coder: 'select, insert, update, delete',
  decision: 'select, insert',
  ehr_subscription: 'select, insert, update',
  feedback_span: 'select, insert, update, delete',
  hook_card: 'select, insert',
  hook_feedback: 'select, insert',
  launch: 'select, insert, delete',
  limit_window: 'select, insert, update, delete',
  prompt_event: 'select, insert',
  queue_item: 'select, insert, update',
  queue_task: 'select, insert, update',
  refused_target: 'select, insert, update, delete',
  second_coding: 'select, insert, update',
  server_pace: 'select, insert, update',
  session: 'select, insert, delete',
  shown_finding: 'select, insert',
  site_report: 'select, insert, update',
  suggested_coding: 'select, insert, update',
  use_digest: 'select, insert, update',
  used_proof: 'select, insert, delete',
  visit_facts: 'select, insert, update',
  work_draft: 'select, insert, update',
  work_step: 'select, insert',
  write: 'select, insert, update',
  write_event: 'select, insert',
}

/**
 * Since PostgreSQL 16 a member may be one without the right to work as the role: whoever makes a role is its member with
 * the right to pass it on, and no more (SQL Commands, CREATE ROLE and GRANT). `case`, because 15 knows no such right.
 */
export const mayWorkAsTenant: RawBuilder<boolean> = sql<boolean>`exists (
  select from pg_roles where rolname = 'postil_tenant' and case
    when current_setting('server_version_num')::int >= 160000 then pg_has_role(oid, 'SET')
    else pg_has_role(oid, 'MEMBER')
  end
)`

/** Replicas that start together do this one after the other; two grants of one table at once would be an error. */
const LOCK = 7_309_115_001

/** Makes the role usable where we may, and gives it what it lacks. Without the right to, everything stays as it is. */
export async function prepareTenantRole(db: Pool): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(transaction)
    await sql.raw(JOIN_ROLE).execute(transaction)
    await sql.raw(GRANT_WHAT_LACKS).execute(transaction)
  })
}

const JOIN_ROLE = `do $$
  begin
    if not exists (select from pg_roles where rolname = 'postil_tenant') then
      create role postil_tenant nologin nosuperuser nobypassrls;
    end if;
    if current_setting('server_version_num')::int >= 160000 then
      if not pg_has_role('postil_tenant', 'SET') then
        execute format('grant postil_tenant to %I with set true', current_user);
      end if;
    elsif not pg_has_role('postil_tenant', 'MEMBER') then
      execute format('grant postil_tenant to %I', current_user);
    end if;
  exception when insufficient_privilege or duplicate_object or unique_violation then null;
  end $$`

const GRANT_WHAT_LACKS = `do $$
  declare item record;
  begin
    if not exists (select from pg_roles where rolname = 'postil_tenant') then
      return;
    end if;
    if not has_schema_privilege('postil_tenant', current_schema(), 'usage') then
      execute format('grant usage on schema %I to postil_tenant', current_schema());
    end if;
    for item in
      select "table", privilege
      from json_each_text('${JSON.stringify(TENANT_PRIVILEGES)}') as given ("table", privileges),
        string_to_table(privileges, ', ') as privilege
    loop
      if not has_table_privilege('postil_tenant', format('%I.%I', current_schema(), item."table"), item.privilege) then
        execute format('grant %s on %I to postil_tenant', item.privilege, item."table");
      end if;
    end loop;
  exception when insufficient_privilege then null;
  end $$`
