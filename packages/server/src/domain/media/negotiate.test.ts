import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { negotiate } from './negotiate.ts';
import {
  type ClientOffer,
  type Negotiation,
  type NegotiationEffect,
  type NegotiationInput,
  NO_NEGOTIATION,
} from './negotiation.ts';

const PHASES = [
  'closed',
  'opening',
  'stable',
  'taking',
  'preparing',
  'offered',
  'settling',
] as const;

let tickets = 0;
function frame(transport: string, revision: number): ClientOffer {
  tickets += 1;
  return { ticket: tickets, transport, revision, sdp: 'v=0', tracks: [] };
}

/** Runs inputs one after the other. */
function run(...inputs: readonly NegotiationInput[]) {
  let state: Negotiation = NO_NEGOTIATION;
  const effects: NegotiationEffect[] = [];
  for (const input of inputs) {
    const outcome = negotiate(state, input);
    state = outcome.state;
    effects.push(...outcome.effects);
  }
  return { state, effects, did: effects.map((effect) => effect.do) };
}

const offer = (transport: string, revision: number): NegotiationInput => ({
  type: 'client_offer',
  offer: frame(transport, revision),
});
const answer = (transport: string, revision: number): NegotiationInput => ({
  type: 'client_answer',
  answer: frame(transport, revision),
});
const answered = (transport: string): NegotiationInput => ({
  type: 'engine_answered',
  transport,
  sdp: 'answer',
});
const offered = (transport: string): NegotiationInput => ({
  type: 'engine_offered',
  transport,
  offer: { sdp: 'offer', tracks: [] },
});
const nothing = (transport: string): NegotiationInput => ({
  type: 'engine_offered',
  transport,
  offer: null,
});
const settled = (transport: string): NegotiationInput => ({ type: 'engine_settled', transport });
const refused = (transport: string): NegotiationInput => ({
  type: 'engine_refused',
  transport,
  cause: new Error('no'),
});
const changed: NegotiationInput = { type: 'changed' };
const opened = [offer('a', 1), answered('a'), nothing('a')];

describe('negotiate', () => {
  it('answers a first offer, then offers what the others send', () => {
    const { did, state } = run(
      offer('a', 1),
      answered('a'),
      offered('a'),
      answer('a', 1),
      settled('a'),
    );
    assert.deepEqual(did, [
      ...['open', 'send_answer', 'done', 'prepare', 'send_offer', 'settle', 'done'],
    ]);
    assert.equal(state.phase, 'stable');
  });

  it('puts fifty changes during one offer into the next one', () => {
    const { did } = run(
      ...opened,
      ...Array.from({ length: 50 }, () => changed),
      offered('a'),
      ...Array.from({ length: 50 }, () => changed),
      answer('a', 1),
      settled('a'),
    );
    assert.equal(did.filter((one) => one === 'prepare').length, 3);
    assert.equal(did.filter((one) => one === 'send_offer').length, 1);
  });

  it('refuses an offer that meets one of ours as stale, and takes it after the answer', () => {
    const met = run(...opened, changed, offered('a'), offer('a', 2));
    assert.deepEqual(met.effects.at(-1), { do: 'refuse', ticket: tickets });
    const { did } = run(
      ...opened,
      changed,
      offered('a'),
      answer('a', 1),
      settled('a'),
      offer('a', 2),
    );
    assert.equal(did.at(-1), 'take');
  });

  it('lets an offer wait that comes while the engine works, and takes it if there is nothing to offer', () => {
    const waiting = run(...opened, changed, offer('a', 2));
    assert.equal(waiting.did.at(-1), 'prepare');
    const taken = run(...opened, changed, offer('a', 2), nothing('a'));
    assert.equal(taken.did.at(-1), 'take');
    const collided = run(...opened, changed, offer('a', 2), offered('a'));
    assert.deepEqual(collided.did.slice(-2), ['send_offer', 'refuse']);
  });

  it('refuses revisions that are not new, and answers to other offers than the last', () => {
    assert.equal(run(...opened, offer('a', 1)).did.at(-1), 'refuse');
    assert.equal(run(...opened, changed, offered('a'), answer('a', 2)).did.at(-1), 'refuse');
    assert.equal(run(...opened, answer('a', 1)).did.at(-1), 'refuse');
    assert.equal(run(answer('a', 1)).did.at(-1), 'refuse');
  });

  it('replaces the transport by the first offer of another, for good', () => {
    const { did, state } = run(...opened, changed, offered('a'), offer('b', 1));
    assert.deepEqual(did.slice(-2), ['close', 'open']);
    assert.equal(state.transport, 'b');
    const back = run(...opened, offer('b', 1), offer('a', 2));
    assert.equal(back.did.at(-1), 'refuse');
    // What the engine still says of the first is of no concern.
    assert.deepEqual(run(...opened, changed, offer('b', 1), offered('a')).state.phase, 'opening');
  });

  it('says a pending offer again to the WebSocket that takes over', () => {
    const { effects } = run(...opened, changed, offered('a'), { type: 'reattached' });
    const sent = effects.filter((effect) => effect.do === 'send_offer');
    assert.equal(sent.length, 2);
    assert.deepEqual(sent[0], sent[1]);
  });

  it('asks for a new transport after a loss, an answer that never comes, or one that cannot be used', () => {
    const lost = run(...opened, { type: 'lost', transport: 'a', reason: 'worker_lost' });
    assert.deepEqual(lost.effects.at(-1), { do: 'send_restart', reason: 'worker_lost' });
    const overdue: NegotiationInput = { type: 'answer_overdue', transport: 'a', revision: 1 };
    assert.equal(run(...opened, changed, offered('a'), overdue).did.at(-1), 'send_restart');
    assert.notEqual(
      run(...opened, changed, offered('a'), answer('a', 1), overdue).did.at(-1),
      'send_restart',
    );
    const bad = run(...opened, changed, offered('a'), answer('a', 1), refused('a'));
    assert.deepEqual(bad.did.slice(-3), ['refuse', 'close', 'send_restart']);
  });

  it('tells a client of the loss that it has missed when it goes on with a transport of before', () => {
    const lost: NegotiationInput = { type: 'lost', transport: 'a', reason: 'worker_lost' };
    assert.deepEqual(run(...opened, lost, offer('a', 2)).did.slice(-2), ['refuse', 'send_restart']);
    assert.equal(run(...opened, lost, offer('b', 1), offer('a', 2)).did.at(-1), 'refuse');
  });

  it('stays as it was after an offer that the engine refuses, and forgets a transport that it cannot open', () => {
    assert.equal(run(...opened, offer('a', 2), refused('a')).state.phase, 'stable');
    const failed = run(offer('a', 1), refused('a'));
    assert.deepEqual(failed.did, ['open', 'refuse', 'close']);
    assert.equal(failed.state.phase, 'closed');
  });
});

const transport = fc.constantFrom('a', 'b', 'c');
const revision = fc.integer({ min: 1, max: 4 });
const input = fc.oneof(
  fc.tuple(transport, revision).map(([t, r]) => offer(t, r)),
  fc.tuple(transport, revision).map(([t, r]) => answer(t, r)),
  fc.constantFrom<NegotiationInput>(
    changed,
    changed,
    { type: 'reattached' },
    { type: 'client_restart' },
  ),
  transport.chain((t) =>
    fc.constantFrom(answered(t), offered(t), nothing(t), settled(t), refused(t)),
  ),
  transport.map((t): NegotiationInput => ({ type: 'lost', transport: t, reason: 'worker_lost' })),
);

describe('any sequence of inputs', () => {
  it('answers every frame once, and asks the engine one thing at a time', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        const { effects, state } = run(...inputs);
        const asked = inputs.flatMap((one) =>
          one.type === 'client_offer'
            ? one.offer.ticket
            : one.type === 'client_answer'
              ? one.answer.ticket
              : [],
        );
        const told = effects.flatMap((effect) =>
          effect.do === 'done' || effect.do === 'refuse' ? effect.ticket : [],
        );
        assert.equal(new Set(told).size, told.length);
        const open = [state.working, state.held?.ticket].filter(
          (ticket) => typeof ticket === 'number',
        );
        assert.deepEqual([...told, ...open].sort(), asked.sort());
        assert.ok(PHASES.includes(state.phase));
        assert.equal(state.phase === 'closed', state.transport === null);
        assert.equal(state.phase === 'offered', state.offer !== null);
      }),
    );
  });

  it('numbers our offers of a transport 1, 2, 3 …, each after the answer to the one before', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        const last = new Map<string, number>();
        let outstanding = false;
        for (const effect of run(...inputs).effects) {
          if (effect.do === 'settle' || effect.do === 'close') outstanding = false;
          if (effect.do !== 'send_offer') continue;
          const before = last.get(effect.offer.transport) ?? 0;
          if (effect.offer.revision === before) continue;
          assert.equal(effect.offer.revision, before + 1);
          assert.equal(outstanding, false);
          outstanding = true;
          last.set(effect.offer.transport, effect.offer.revision);
        }
      }),
    );
  });
});

/** A client and an engine that do what they should, however slowly. */
function simulate(steps: readonly ('change' | 'offer' | 'engine' | 'client')[]) {
  let state: Negotiation = NO_NEGOTIATION;
  let wanted = 0;
  let negotiated = 0;
  const engine: NegotiationInput[] = [];
  const client: NegotiationInput[] = [];
  const feed = (one: NegotiationInput): void => {
    const outcome = negotiate(state, one);
    state = outcome.state;
    for (const effect of outcome.effects) {
      if (effect.do === 'open' || effect.do === 'take') engine.push(answered('a'));
      else if (effect.do === 'prepare') {
        engine.push(wanted === negotiated ? nothing('a') : offered('a'));
        negotiated = wanted;
      } else if (effect.do === 'settle') engine.push(settled('a'));
      else if (effect.do === 'send_offer') client.push(answer('a', effect.offer.revision));
    }
  };
  let revisions = 0;
  const step = (what: (typeof steps)[number]): void => {
    const next =
      what === 'engine' ? engine.shift() : what === 'client' ? client.shift() : undefined;
    if (next !== undefined) feed(next);
    if (what === 'change') {
      wanted += 1;
      feed(changed);
    } else if (what === 'offer') {
      revisions += 1;
      feed(offer('a', revisions));
    }
  };
  step('offer');
  for (const one of steps) step(one);
  for (let rest = 0; engine.length + client.length > 0; rest += 1) {
    assert.ok(rest < 10_000, 'it never comes to rest');
    step(engine.length > 0 ? 'engine' : 'client');
  }
  return { state, wanted, negotiated };
}

it('comes to rest with everything negotiated, however client, engine and room interleave', () => {
  const step = fc.constantFrom('change', 'offer', 'engine', 'client');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { state, wanted, negotiated } = simulate(steps);
      assert.equal(state.phase, 'stable');
      assert.equal(negotiated, wanted);
    }),
  );
});
