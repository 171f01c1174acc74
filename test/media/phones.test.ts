import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { PlainSettings, Supervisor } from '@sky-genesis/media';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../peers/chromium.ts';
import { needs } from '../peers/needs.ts';
import { startEngine } from './engine.ts';
import { join as enterMeeting, receive } from './meeting.ts';
import { MeetingPage } from './page.ts';
import { Telephone, toneFile } from './telephone.ts';

/** Below those that the system gives out: nobody else happens to hold one. */
const rtpPorts = { min: 11_000, max: 11_099 };

describe('telephones on the media engine', needs('chromium'), () => {
  let browser: Browser;
  let supervisor: Supervisor;
  const news = new EventEmitter().setMaxListeners(0);

  before(async () => {
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    supervisor = await startEngine(
      {
        state: (participant, state) => news.emit(`${participant} ${state}`),
        speakers: (room, speakers) => news.emit(`speakers ${room}`, speakers),
        quality: (room, reports) => news.emit(`quality ${room}`, reports),
        dtmf: (participant, digit) => news.emit(`${participant} dtmf`, digit),
        played: (participant) => news.emit(`${participant} played`),
      },
      { rtpPorts },
    );
  });
  after(async () => {
    await browser.close();
    await supervisor.stop();
  });

  /** A telephone in a room: its port at the engine, and what it publishes. */
  async function enter(
    room: string,
    participant: string,
    telephone: Telephone,
    change: Partial<PlainSettings> = {},
  ) {
    const own = await telephone.ready();
    const opened = await supervisor.request(room, { kind: 'plain-open', room, participant });
    const connect = (more: Partial<PlainSettings> = {}) =>
      supervisor.request(room, {
        kind: 'plain-connect',
        participant,
        settings: {
          remote: { address: '127.0.0.1', port: own },
          codec: { name: 'pcmu', payloadType: 0 },
          telephoneEvent: { payloadType: 101, clockRate: 8000 },
          latch: 'none',
          sends: true,
          receives: true,
          ...change,
          ...more,
        },
      });
    await connect();
    assert.ok(opened.port && opened.published);
    return { port: opened.port, published: opened.published, connect };
  }
  const leave = async (room: string, participant: string) => {
    const gone = once(news, `${participant} closed`);
    await supervisor.request(room, { kind: 'leave', participant });
    await gone;
  };

  test('three in a room hear each other and not themselves', async (t) => {
    const tones = [500, 900, 1700];
    const telephones = tones.map(() => new Telephone());
    t.after(() => {
      for (const telephone of telephones) telephone.hangUp();
    });
    await Promise.all(
      telephones.map(async (telephone, i) => {
        const { port } = await enter('trio', `trio-${i}`, telephone);
        telephone.speak(port, tones[i] ?? 0);
      }),
    );
    for (const [i, telephone] of telephones.entries()) {
      const others = tones.filter((_, other) => other !== i);
      for (const hertz of others) await telephone.hears(hertz);
      assert.ok(telephone.loudness(tones[i] ?? 0) < 300, 'it does not hear itself');
    }
    for (const i of tones.keys()) await leave('trio', `trio-${i}`);
  });

  test('two alone are put through, but for keys, and go on when a third joins', async (t) => {
    const [one, two, three] = [new Telephone(), new Telephone(), new Telephone()];
    t.after(() => {
      for (const telephone of [one, two, three]) telephone.hangUp();
    });
    const first = await enter('pair', 'pair-0', one);
    const second = await enter('pair', 'pair-1', two);
    one.speak(first.port, 500);
    two.speak(second.port, 900);
    await Promise.all([one.hears(900), two.hears(500)]);
    const told = once(news, 'pair-0 dtmf');
    one.press(first.port, '5');
    assert.deepEqual(await told, ['5']);
    // Whoever a key is for is told of it, and presses it there.
    await supervisor.request('pair', {
      ...{ kind: 'plain-press', participant: 'pair-1' },
      ...{ digits: '7', durationMs: 80 },
    });
    assert.deepEqual(await two.keys(1), ['7']);
    const third = await enter('pair', 'pair-2', three);
    three.speak(third.port, 1700);
    await Promise.all([one.hears(1700), two.hears(1700), three.hears(900)]);
    assert.ok(one.loudness(900) > 1000);
    assert.equal(one.gaps + two.gaps, 0);
    for (const i of [0, 1, 2]) await leave('pair', `pair-${i}`);
  });

  test('one and a browser hear each other, and all is told of it that is told of browsers', async (t) => {
    const telephone = new Telephone();
    t.after(() => telephone.hangUp());
    const page = await MeetingPage.open(await browser.newPage());
    const offer = await page.publish({ colour: 'rgb(200, 30, 30)', hertz: 880 });
    await enterMeeting(supervisor, 'mixed', 'page', page, offer);
    const { port, published } = await enter('mixed', 'phone', telephone);
    await receive(supervisor, 'mixed', 'page', page, published);
    const speaks = once(news, 'speakers mixed');
    telephone.speak(port, 1500);
    await telephone.hears(880);
    assert.ok(telephone.loudness(1500) < 300, 'it does not hear itself');
    const hertz = await page.hertz();
    assert.ok(Math.abs(hertz - 1500) < 12, `${hertz} Hz`);
    const [speakers]: unknown[] = await speaks;
    assert.ok(Array.isArray(speakers) && speakers.length > 0);
    const [reports]: unknown[] = await once(news, 'quality mixed');
    assert.ok(Array.isArray(reports));
    const up = reports.find((each) => each.participant === 'phone' && each.direction === 'up');
    assert.ok(up.bitrateBps > 40_000 && up.mos > 4, JSON.stringify(up));
    await leave('mixed', 'phone');
  });

  test('one that speaks Opus and a browser get what the other has encoded, in full band', async (t) => {
    const telephone = new Telephone('opus');
    t.after(() => telephone.hangUp());
    const page = await MeetingPage.open(await browser.newPage());
    // Above what the mix carries: heard only where nothing is encoded anew.
    const offer = await page.publish({ colour: 'rgb(200, 30, 30)', hertz: 9500 });
    await enterMeeting(supervisor, 'opus', 'opus-page', page, offer);
    const codec = { name: 'opus', payloadType: 111 } as const;
    const { port, published } = await enter('opus', 'opus-phone', telephone, { codec });
    await receive(supervisor, 'opus', 'opus-page', page, published);
    telephone.speak(port, 10_500);
    await telephone.hears(9500);
    const hertz = await page.hertz();
    assert.ok(Math.abs(hertz - 10_500) < 12, `${hertz} Hz`);
    // With a second telephone there is a mix, and then again none.
    const other = new Telephone();
    t.after(() => other.hangUp());
    const second = await enter('opus', 'opus-other', other);
    other.speak(second.port, 700);
    await telephone.hears(700);
    await leave('opus', 'opus-other');
    await telephone.hears(9500);
    await telephone.falls(700);
    await leave('opus', 'opus-phone');
  });

  test('a key is told once, and keys are pressed', async (t) => {
    const telephone = new Telephone();
    t.after(() => telephone.hangUp());
    const { port } = await enter('keys', 'keys', telephone);
    for (const key of ['1', '#']) {
      const told = once(news, 'keys dtmf');
      telephone.press(port, key);
      assert.deepEqual(await told, [key]);
    }
    const press = {
      kind: 'plain-press',
      participant: 'keys',
      digits: '42*',
      durationMs: 80,
    } as const;
    await supervisor.request('keys', press);
    assert.deepEqual(await telephone.keys(3), ['4', '2', '*']);
    await leave('keys', 'keys');
  });

  test('is played a recording, and told when it has ended', async (t) => {
    const telephone = new Telephone();
    t.after(() => telephone.hangUp());
    const folder = await mkdtemp(join(tmpdir(), 'prompt-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'tone.wav');
    await writeFile(file, toneFile(1100, 1));
    await enter('prompt', 'prompt', telephone);
    const played = once(news, 'prompt played');
    const play = (more: object) =>
      supervisor.request('prompt', {
        kind: 'plain-play',
        participant: 'prompt',
        loop: false,
        ...more,
      });
    await play({ file });
    await telephone.hears(1100);
    await played;
    await telephone.falls(1100);
    await play({ file, loop: true });
    await telephone.hears(1100);
    await play({});
    await telephone.falls(1100);
    await assert.rejects(play({ file: join(folder, 'none.wav') }), { code: 'sound_refused' });
    await leave('prompt', 'prompt');
  });

  test('is sent nothing while it holds, and what it hears can be chosen', async (t) => {
    const [speaker, other, listener] = [new Telephone(), new Telephone(), new Telephone()];
    t.after(() => {
      for (const telephone of [speaker, other, listener]) telephone.hangUp();
    });
    const first = await enter('hold', 'hold-0', speaker);
    const second = await enter('hold', 'hold-1', other);
    const { connect } = await enter('hold', 'hold-2', listener);
    speaker.speak(first.port, 500);
    other.speak(second.port, 1700);
    await listener.hears(500);
    await supervisor.request('hold', {
      kind: 'receive',
      participant: 'hold-2',
      producers: second.published.map(({ producerId }) => producerId),
    });
    await listener.falls(500);
    await listener.hears(1700);
    await connect({ sends: false });
    const { packets } = listener;
    // What the others hear meanwhile is the clock: a quarter of a second.
    await other.hearsMore(12);
    assert.ok(listener.packets - packets <= 2, 'nothing comes');
    await connect();
    await listener.hearsMore(5);
    for (const i of [0, 1, 2]) await leave('hold', `hold-${i}`);
  });

  test('are refused by a code when all ports are taken, which are free again afterwards', async () => {
    const open = (i: number) =>
      supervisor.request('full', { kind: 'plain-open', room: 'full', participant: `full-${i}` });
    const count = (rtpPorts.max - rtpPorts.min + 1) / 2;
    for (let round = 0; round < 2; round += 1) {
      const ports = await Promise.all(Array.from({ length: count }, (_, i) => open(i)));
      assert.equal(new Set(ports.map(({ port }) => port)).size, count);
      await assert.rejects(open(count), { code: 'no_port' });
      const gone = Array.from({ length: count }, (_, i) => once(news, `full-${i} closed`));
      await supervisor.request('full', { kind: 'close-room', room: 'full' });
      await Promise.all(gone);
    }
  });

  test('refuses names and keys that are none', async () => {
    await supervisor.request('bad', { kind: 'plain-open', room: 'bad', participant: 'bad' });
    const settings: PlainSettings = {
      remote: { address: 'phone.example', port: 4000 },
      codec: { name: 'pcma', payloadType: 8 },
      latch: 'any',
      sends: true,
      receives: true,
    };
    const connect = { kind: 'plain-connect', participant: 'bad', settings } as const;
    await assert.rejects(supervisor.request('bad', connect), { code: 'transport_refused' });
    const press = { kind: 'plain-press', participant: 'bad', digits: '1', durationMs: 80 } as const;
    await assert.rejects(supervisor.request('bad', press), { code: 'transport_refused' });
    await leave('bad', 'bad');
  });
});
