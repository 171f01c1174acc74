import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type App, build } from '../src/app.ts';
import { loadConfig } from '../src/config/index.ts';
import { OPERATIONS_FR, TAGS_FR } from '../src/gateways/http/docs/operations-fr.ts';
import { isRecord, type JsonRecord, type JsonValue } from '../src/gateways/http/openapi/json.ts';

const METHODS = new Set(['get', 'put', 'post', 'patch', 'delete', 'options']);

interface Operation {
  readonly path: string;
  readonly id: string;
  readonly facts: JsonRecord;
}

let folder = '';
let app: App;
let url = '';
let document: JsonRecord = {};
let operations: readonly Operation[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sge-reference-'));
  const logs = join(folder, 'logs');
  app = await build(
    loadConfig({
      SGE_DATA_DIR: folder,
      SGE_LOG_DIR: logs,
      SGE_HTTP_PORT: '0',
      SGE_SIP_PORT: '0',
      SGE_AGI_PORT: '0',
    }),
  );
  const started = await app.start();
  url = started.listening.http.url;
  const parsed: unknown = await (await fetch(`${url}/openapi.json`)).json();
  assert.ok(isRecord(parsed));
  document = parsed;
  operations = Object.entries(record(document.paths)).flatMap(([path, item]) =>
    Object.entries(record(item))
      .filter(([method]) => METHODS.has(method))
      .map(([, facts]) => ({ path, id: String(record(facts).operationId), facts: record(facts) })),
  );
});
after(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

function record(value: JsonValue | undefined): JsonRecord {
  return isRecord(value) ? value : {};
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function references(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isRecord(value)) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

function resolve(reference: string): JsonValue | undefined {
  let found: JsonValue | undefined = document;
  for (const key of reference.slice('#/'.length).split('/')) found = record(found)[key];
  return found;
}

describe('the product’s OpenAPI document', () => {
  it('is of version 3.1 and describes calls, signaling, users and events', () => {
    assert.match(String(document.openapi), /^3\.1\./);
    const ids = operations.map(({ id }) => id);
    for (const id of ['createCall', 'sendSignal', 'listUsers', 'createToken', 'listEvents']) {
      assert.ok(ids.includes(id), id);
    }
  });

  it('has no reference that leads nowhere and no name left unused', () => {
    const used = new Set(references(document));
    for (const reference of used) assert.ok(resolve(reference) !== undefined, reference);
    for (const name of Object.keys(record(record(document.components).schemas))) {
      assert.ok(used.has(`#/components/schemas/${name}`), name);
    }
  });

  it('calls every operation by a name of its own, in words', () => {
    const ids = operations.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, facts } of operations) {
      assert.match(id, /^[a-z][A-Za-z]+$/);
      assert.ok(String(facts.summary).length > 4, id);
    }
  });

  it('declares every parameter of a path, and only those', () => {
    for (const { path, id, facts } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = list(facts.parameters)
        .map(record)
        .filter((parameter) => parameter.in === 'path')
        .map((parameter) => parameter.name);
      assert.deepEqual(declared, named, id);
    }
  });

  it('describes an answer and its problems for every operation', () => {
    for (const { id, facts } of operations) {
      const statuses = Object.keys(record(facts.responses));
      assert.ok(
        statuses.some((status) => status.startsWith('2')),
        id,
      );
      for (const status of ['400', '500']) assert.ok(statuses.includes(status), id);
      // Probes are not counted.
      assert.equal(statuses.includes('429'), !/^get(?:Live|Readi)ness$/.test(id), id);
    }
  });

  it('names no capability that is not there yet', () => {
    const absent = /record|chat|sip|snmp|webhook|metrics|privacy/i;
    for (const { path } of operations) assert.doesNotMatch(path, absent);
  });

  it('is not sent again to who has it', async () => {
    const first = await fetch(`${url}/openapi.json`);
    const etag = first.headers.get('etag') ?? '';
    assert.match(etag, /^"[\w-]+"$/);
    const again = await fetch(`${url}/openapi.json`, { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
  });
});

describe('the readable reference', () => {
  it('shows every operation and schema in both languages, each to be linked to', async () => {
    for (const lang of ['en', 'fr']) {
      const response = await fetch(`${url}/docs?lang=${lang}`);
      assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      const page = await response.text();
      assert.match(page, new RegExp(`<html lang="${lang}">`));
      assert.doesNotMatch(page, /<script|https?:\/\/(?!localhost)[^"]*\.(?:js|css)/);
      for (const { id } of operations) assert.ok(page.includes(`id="${id}"`), id);
      for (const name of Object.keys(record(record(document.components).schemas))) {
        assert.ok(page.includes(`id="schema-${name}"`), name);
      }
      const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
      for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) {
        assert.ok(anchors.has(anchor), anchor);
      }
    }
  });

  it('has every operation and tag in French, and none that has gone', () => {
    const ids = operations.map(({ id }) => id).sort();
    assert.deepEqual(Object.keys(OPERATIONS_FR).sort(), ids);
    const tags = list(document.tags).map((tag) => String(record(tag).name));
    assert.deepEqual(Object.keys(TAGS_FR).sort(), tags.sort());
  });
});
