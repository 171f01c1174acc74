import type { Dialect } from './executor.ts';

export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly statements: (dialect: Dialect) => readonly string[];
}

/** Forward only: a migration that has been released is never edited; a checksum holds it. */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    name: 'organisations, the event log and the audit stream',
    statements: ({ columns: { text, integer }, tableOptions: { rows, keyed } }) => [
      `create table meta (name ${text} primary key, value ${text} not null)${keyed}`,
      `create table organisations (
        id ${text} primary key, name ${text} not null, created_at_ms ${integer} not null)${keyed}`,
      `create table events (
        position ${integer} primary key, id ${text} not null, org ${text} not null,
        stream ${text} not null, seq ${integer} not null, type ${text} not null,
        actor ${text} not null, source ${text} not null, trace_id ${text}, at_ms ${integer} not null,
        data ${text} not null, personal_hashes ${text}, hash ${text} not null,
        unique (stream, org, seq))${rows}`,
      `create table personal_values (
        org ${text} not null, stream ${text} not null, seq ${integer} not null,
        field ${text} not null, type ${text} not null, subject ${text}, salt ${text} not null,
        value ${text} not null, primary key (org, stream, seq, field))${keyed}`,
      `create index personal_values_subject on personal_values (org, subject)
        where subject is not null`,
      `create table audit (
        org ${text} not null, seq ${integer} not null, id ${text} not null, actor ${text} not null,
        source ${text} not null, trace_id ${text}, at_ms ${integer} not null,
        action ${text} not null, target ${text} not null, outcome ${text} not null, reason ${text},
        hash ${text} not null, primary key (org, seq))${keyed}`,
    ],
  },
  {
    id: 2,
    name: 'calls and their members',
    statements: ({ columns: { text, integer }, tableOptions: { rows, keyed } }) => [
      `create table calls (
        org ${text} not null, id ${text} not null, version ${integer} not null,
        caller_id ${text} not null, call_type ${text} not null, status ${text} not null,
        created_by ${text} not null, end_reason ${text}, legs ${text} not null, metadata ${text} not null,
        timeout_s ${integer} not null, room_id ${text}, created_at_ms ${integer} not null,
        answered_at_ms ${integer}, ended_at_ms ${integer}, updated_at_ms ${integer} not null,
        unique (org, id))${rows}`,
      `create table active_call_members (
        org ${text} not null, user_id ${text} not null, call_id ${text} not null,
        in_conversation ${integer} not null, primary key (org, user_id, call_id))${keyed}`,
      `create table ended_call_members (
        org ${text} not null, user_id ${text} not null, call_id ${text} not null,
        primary key (org, user_id, call_id))${keyed}`,
    ],
  },
  {
    id: 3,
    name: 'users and blocks',
    statements: ({ columns: { text, integer }, tableOptions: { keyed } }) => [
      `create table users (
        org ${text} not null, id ${text} not null, version ${integer} not null,
        display_name ${text} not null, email ${text}, role ${text} not null,
        status ${text} not null, created_at_ms ${integer} not null,
        updated_at_ms ${integer} not null, search_id ${text} not null,
        search_name ${text} not null, search_email ${text} not null,
        primary key (org, id))${keyed}`,
      `create table blocks (
        org ${text} not null, user_id ${text} not null, blocked_id ${text} not null,
        primary key (org, user_id, blocked_id))${keyed}`,
    ],
  },
  {
    id: 4,
    name: 'signing keys, credentials, invitations, sessions and receipts',
    statements: ({ columns: { text, integer, bytes }, tableOptions: { rows, keyed } }) => [
      `create table signing_keys (
        org ${text} not null, id ${text} primary key, algorithm ${text} not null,
        public_jwk ${text} not null, sealed_private_jwk ${bytes} not null,
        created_at_ms ${integer} not null, retired_at_ms ${integer})${keyed}`,
      `create table api_keys (
        org ${text} not null, id ${text} primary key, name ${text} not null,
        secret_hash ${text} not null, grants ${text} not null, created_at_ms ${integer} not null,
        revoked_at_ms ${integer})${keyed}`,
      `create index api_keys_org on api_keys (org, id)`,
      `create table credentials (
        org ${text} not null, id ${text} not null, user_id ${text} not null, kind ${text} not null,
        phc ${text}, credential_id ${text} unique, public_key ${bytes}, sign_count ${integer},
        transports ${text}, created_at_ms ${integer} not null, primary key (org, id))${keyed}`,
      `create index credentials_user on credentials (org, user_id)`,
      `create table invitations (
        org ${text} not null, id ${text} primary key, user_id ${text} not null,
        token_hash ${text} not null unique, created_at_ms ${integer} not null,
        expires_at_ms ${integer} not null, used_at_ms ${integer})${keyed}`,
      `create index invitations_org on invitations (org, id)`,
      `create table sessions (
        org ${text} not null, id ${text} not null, user_id ${text} not null,
        token_hash ${text} not null unique, created_at_ms ${integer} not null,
        expires_at_ms ${integer} not null, primary key (org, id))${keyed}`,
      `create index sessions_user on sessions (org, user_id)`,
      `create index sessions_expiry on sessions (expires_at_ms)`,
      `create table receipts (
        org ${text} not null, owner ${text} not null, key ${text} not null,
        request_hash ${text} not null, status ${integer} not null, sealed_body ${bytes} not null,
        created_at_ms ${integer} not null, unique (org, owner, key))${rows}`,
      `create index receipts_age on receipts (created_at_ms)`,
    ],
  },
  {
    id: 5,
    name: 'rooms, their people and who knows of them',
    statements: ({ columns: { text, integer }, tableOptions: { rows, keyed } }) => [
      `create table rooms (
        org ${text} not null, id ${text} not null, version ${integer} not null,
        name ${text} not null, status ${text} not null, end_reason ${text},
        created_by ${text} not null, max_participants ${integer} not null,
        settings ${text} not null, password_hash ${text}, locked ${integer} not null,
        metadata ${text} not null, participant_count ${integer} not null,
        waiting_count ${integer} not null, started_at_ms ${integer}, empty_since_ms ${integer},
        ended_at_ms ${integer}, created_at_ms ${integer} not null, updated_at_ms ${integer} not null,
        unique (org, id))${rows}`,
      `create index rooms_status on rooms (org, status, id)`,
      `create table room_participants (
        org ${text} not null, room_id ${text} not null, id ${text} not null,
        display_name ${text} not null, facts ${text} not null,
        primary key (org, room_id, id))${keyed}`,
      `create table room_members (
        org ${text} not null, user_id ${text} not null, room_id ${text} not null,
        primary key (org, user_id, room_id))${keyed}`,
    ],
  },
  {
    id: 6,
    name: 'where the media of a call run',
    statements: ({ columns: { text } }) => [
      `alter table calls add column media ${text} not null default 'direct'`,
    ],
  },
  {
    id: 7,
    name: 'extensions, devices and trunks',
    statements: ({ columns: { text, integer, bytes }, tableOptions: { keyed } }) => [
      `create table extensions (
        org ${text} not null, number ${text} not null, user_id ${text}, room_id ${text},
        display_name ${text} not null, created_at_ms ${integer} not null,
        updated_at_ms ${integer} not null, primary key (org, number))${keyed}`,
      `create index extensions_user on extensions (org, user_id)`,
      `create table devices (
        org ${text} not null, id ${text} not null, user_id ${text} not null,
        username ${text} not null unique, name ${text} not null, kind ${text} not null,
        sealed_password ${bytes} not null, created_at_ms ${integer} not null,
        updated_at_ms ${integer} not null, primary key (org, id))${keyed}`,
      `create index devices_user on devices (org, user_id)`,
      `create table trunks (
        org ${text} not null, id ${text} not null, version ${integer} not null,
        name ${text} not null, settings ${text} not null, sealed_password ${bytes},
        created_at_ms ${integer} not null, updated_at_ms ${integer} not null,
        primary key (org, id), unique (org, name))${keyed}`,
    ],
  },
  {
    id: 8,
    name: 'telephones that come in by a number and a PIN',
    statements: ({ columns: { text, integer } }) => [
      `alter table extensions add column dial_in ${integer} not null default 0`,
      `alter table extensions add column language ${text}`,
      `alter table rooms add column dial_in_pin ${text}`,
      `create unique index rooms_dial_in_pin on rooms (org, dial_in_pin)
        where dial_in_pin is not null`,
    ],
  },
  {
    id: 9,
    name: 'where phones have signed in from',
    statements: ({ columns: { text, integer }, tableOptions: { keyed } }) => [
      `create table registrations (
        org ${text} not null, device_id ${text} not null, place ${integer} not null,
        uri ${text} not null, instance_id ${text}, reg_id ${integer},
        priority_permille ${integer} not null, call_id ${text} not null,
        sequence ${integer} not null, path ${text} not null, transport ${text} not null,
        address ${text} not null, port ${integer} not null, product ${text},
        registered_at_ms ${integer} not null, expires_at_ms ${integer} not null,
        primary key (org, device_id, place))${keyed}`,
      `create index registrations_expiry on registrations (expires_at_ms)`,
    ],
  },
  {
    id: 10,
    name: 'who may call outside',
    statements: ({ columns: { integer } }) => [
      `alter table users add column external_calls ${integer} not null default 0`,
    ],
  },
  {
    id: 11,
    name: 'how the sound of phones is encrypted',
    statements: ({ columns: { text } }) => [
      `alter table devices add column srtp ${text} not null default 'off'`,
    ],
  },
];
