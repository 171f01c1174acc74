import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgiScript } from '../peers/agi-script.ts';
import { member, text } from './http-block.ts';
import type { Runner } from './run-blocks.ts';
import type { World } from './world.ts';

const HOST = 'https://api.skygenesisenterprise.com';
const DIALPLAN = new URL('../../infrastructure/asterisk/extensions.conf', import.meta.url);
const EXTENSION = '1001';

type Correction = readonly [from: string, to: string];

/** Those of docs/seed-errata.md, and no others. */
const DIALPLAN_CORRECTIONS: readonly Correction[] = [
  ['PJSIP_HEADER(X-API-Key)', 'PJSIP_HEADER(read,X-API-Key)'],
  ['PJSIP_HEADER(X-Room-ID)', 'PJSIP_HEADER(read,X-Room-ID)'],
  ['?no-auth)', '?no-auth,1)'],
  [
    'exten => _X.,n,Hangup()',
    `exten => _X.,n,Dial(PJSIP/\${SGE_CALL_ID}@sge)\nexten => _X.,n,Hangup()`,
  ],
];
const SCRIPT_CORRECTIONS: readonly Correction[] = [
  ['<?php\n', "#!/usr/bin/env php\n<?php\nwhile (trim(fgets(STDIN)) !== '');\n"],
  ['SGE_CALL_ID $callInfo[id]\\n";', 'SGE_CALL_ID $callInfo[id]\\n"; fgets(STDIN);'],
  ['\\"Call creation failed\\"\\n";', '\\"Call creation failed\\"\\n"; fgets(STDIN);'],
];

function corrected(original: string, corrections: readonly Correction[]): string {
  return corrections.reduce((all, [from, to]) => {
    assert.ok(all.includes(from), from);
    return all.replace(from, () => to);
  }, original);
}

/** The dialplan that we ship takes every step of the document's, in its order, among others of its own. */
export const dialplan: Runner = async (_world, block) => {
  const shipped = await readFile(DIALPLAN, 'utf8');
  const section = shipped.slice(shipped.indexOf('\n[sky-genesis-voip]'));
  const ours = stepsIn(section);
  let from = 0;
  for (const step of stepsIn(corrected(block.text, DIALPLAN_CORRECTIONS))) {
    const at = ours.indexOf(step, from);
    assert.ok(at >= 0, `${step} is not in ${ours.slice(from).join(' ')}`);
    from = at + 1;
  }
};

/** Each step without what is only said, or how long is rung. */
function stepsIn(section: string): readonly string[] {
  return [...section.matchAll(/^(?:exten => .+?,(?:1|n)| same => n),(.+)$/gm)].map(
    ([, step = '']) =>
      step.replace(/^(NoOp|Hangup)\(.*\)$/, '$1').replace(/^(Dial\([^,)]+).*$/, '$1'),
  );
}

/** The script makes the call with a user's token, and says so; or that it could not. */
export const phpScript: Runner = async (world, block) => {
  await giveNumber(world);
  await world.hangUp();
  const folder = await mkdtemp(join(tmpdir(), 'sge-seed-'));
  const script = join(folder, 'sge-voip-integration.php');
  const source = corrected(block.text, [...SCRIPT_CORRECTIONS, [HOST, world.product.url]]);
  await writeFile(script, source, { mode: 0o700 });
  const pbxCall = `seed-${process.pid}`;
  const run = (extension: string) =>
    runAgiScript({
      script,
      args: [pbxCall, extension],
      env: { SGE_JWT_TOKEN: world.tokens.user123 },
    });
  try {
    world.callId = (await run(EXTENSION)).SGE_CALL_ID ?? '';
    const kept: unknown = JSON.parse(await readFile(`/tmp/sge_call_${pbxCall}`, 'utf8'));
    assert.equal(text(kept, 'id'), world.callId);
    assert.deepEqual(member(kept, 'participants'), ['user456']);
    assert.deepEqual(await run('1999'), { SGE_ERROR: 'Call creation failed' });
  } finally {
    await rm(folder, { recursive: true });
    await rm(`/tmp/sge_call_${pbxCall}`, { force: true });
  }
};

async function giveNumber({ product }: World): Promise<void> {
  await product.sge('user', 'create', '--user', 'boss', '--role', 'admin');
  const admin = await product.sge('token', 'create', '--user', 'boss', '--scope', 'voip:admin');
  const answer = await fetch(`${product.url}/api/v1/voip/extensions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ number: EXTENSION, user_id: 'user456' }),
  });
  assert.equal(answer.status, 201);
}
