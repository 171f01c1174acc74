import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf, NAMES, STATES, told } from '../../../test/known-room.ts';
import type { RoomCommand } from './command.ts';
import { transition } from './transitions.ts';

/** What the tests of dialling are about. */
type OfPhones = `phone_${string}` | 'dial_out' | 'cancel_dial_out' | 'rings_over';

/** Command, who gives it, whom it is about; then what it comes to in each state of `NAMES`. */
const TABLE = `
join alice            | unchanged | unchanged | unchanged | unchanged | unchanged | ended
join mona             | unchanged | unchanged | unchanged | unchanged | unchanged | ended
join bob              | unchanged | unchanged | unchanged | unchanged | unchanged | ended
join wanda            | joined wanda | unchanged | locked | joined wanda | full | ended
join kim              | kicked | kicked | kicked | kicked | kicked | ended
join dan              | denied | denied | denied | denied | denied | ended
join lou              | joined lou | waiting lou | locked | password | full | ended
join ida              | joined ida | waiting ida | locked | password | full | ended
join eve              | joined eve | waiting eve | locked | password | full | ended
join adam             | joined adam | joined adam | joined adam | joined adam | full | ended
prove eve             | joined eve | waiting eve | locked | joined eve | full | ended
stale eve             | joined eve | waiting eve | locked | wrong | full | ended
later dan             | joined dan | waiting dan | locked | password | full | ended
leave alice           | left alice | left alice | left alice | left alice | left alice | unchanged
leave bob             | left bob | left bob | left bob | left bob | left bob | unchanged
leave wanda           | left wanda | left wanda | left wanda | left wanda | left wanda | stranger
leave kim             | stranger | stranger | stranger | stranger | stranger | stranger
leave dan             | stranger | stranger | stranger | stranger | stranger | stranger
leave lou             | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
leave ida             | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
leave eve             | stranger | stranger | stranger | stranger | stranger | stranger
raise_hand bob        | hand_raised bob | hand_raised bob | hand_raised bob | hand_raised bob | hand_raised bob | ended
raise_hand wanda      | no_seat | no_seat | no_seat | no_seat | no_seat | stranger
raise_hand lou        | no_seat | no_seat | no_seat | no_seat | no_seat | ended
raise_hand adam       | no_seat | no_seat | no_seat | no_seat | no_seat | ended
raise_hand eve        | stranger | stranger | stranger | stranger | stranger | stranger
admit alice wanda     | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
admit mona wanda      | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
admit adam wanda      | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
admit bob wanda       | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
admit wanda wanda     | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | stranger
admit eve wanda       | stranger | stranger | stranger | stranger | stranger | stranger
admit alice bob       | unchanged | unchanged | unchanged | unchanged | unchanged | ended
admit alice lou       | conflict | conflict | conflict | conflict | conflict | ended
admit alice kim       | conflict | conflict | conflict | conflict | conflict | ended
admit alice nobody    | nobody | nobody | nobody | nobody | nobody | ended
admit alice all       | joined wanda | joined wanda | joined wanda | joined wanda | full | ended
deny alice wanda      | denied wanda | denied wanda | denied wanda | denied wanda | denied wanda | ended
deny alice all        | denied wanda | denied wanda | denied wanda | denied wanda | denied wanda | ended
deny alice bob        | conflict | conflict | conflict | conflict | conflict | ended
deny alice dan        | unchanged | unchanged | unchanged | unchanged | unchanged | ended
deny bob all          | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
kick alice bob        | kicked bob | kicked bob | kicked bob | kicked bob | kicked bob | ended
kick mona alice       | creator | creator | creator | creator | creator | ended
kick adam alice       | creator | creator | creator | creator | creator | ended
kick mona bob         | kicked bob | kicked bob | kicked bob | kicked bob | kicked bob | ended
kick alice wanda      | kicked wanda | kicked wanda | kicked wanda | kicked wanda | kicked wanda | ended
kick alice lou        | kicked lou | kicked lou | kicked lou | kicked lou | kicked lou | ended
kick alice kim        | unchanged | unchanged | unchanged | unchanged | unchanged | ended
kick bob mona         | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
kick eve bob          | stranger | stranger | stranger | stranger | stranger | stranger
kick kim bob          | stranger | stranger | stranger | stranger | stranger | stranger
send_back alice bob   | sent_back bob | sent_back bob | sent_back bob | sent_back bob | sent_back bob | ended
send_back alice mona  | sent_back mona | sent_back mona | sent_back mona | sent_back mona | sent_back mona | ended
send_back mona alice  | creator | creator | creator | creator | creator | ended
send_back alice wanda | unchanged | unchanged | unchanged | unchanged | unchanged | ended
send_back alice lou   | conflict | conflict | conflict | conflict | conflict | ended
send_back bob mona    | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
set_role alice bob    | role_changed bob | role_changed bob | role_changed bob | role_changed bob | role_changed bob | ended
set_role alice mona   | unchanged | unchanged | unchanged | unchanged | unchanged | ended
set_role alice kim    | conflict | conflict | conflict | conflict | conflict | ended
set_role bob bob      | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
demote mona alice     | creator | creator | creator | creator | creator | ended
demote mona mona      | role_changed mona | role_changed mona | role_changed mona | role_changed mona | role_changed mona | ended
mute alice bob        | muted bob | muted bob | muted bob | muted bob | muted bob | ended
mute mona alice       | muted alice | muted alice | muted alice | muted alice | muted alice | ended
mute bob bob          | muted bob | muted bob | muted bob | muted bob | muted bob | ended
mute bob mona         | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
mute alice wanda      | conflict | conflict | conflict | conflict | conflict | ended
mute alice nobody     | nobody | nobody | nobody | nobody | nobody | ended
unmute alice bob      | unchanged | unchanged | unchanged | unchanged | unchanged | ended
lock alice            | locked | locked | unchanged | locked | locked | ended
lock bob              | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
lock lou              | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
lock eve              | stranger | stranger | stranger | stranger | stranger | stranger
unlock mona           | unchanged | unchanged | unlocked | unchanged | unchanged | ended
invite alice eve      | invited | invited | invited | invited | invited | ended
invite alice kim      | invited | invited | invited | invited | invited | ended
invite bob eve        | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
update mona           | updated | updated | updated | updated | updated | ended
update bob            | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | ended
delete mona           | ended | ended | ended | ended | ended | unchanged
delete adam           | ended | ended | ended | ended | ended | unchanged
delete bob            | no_moderator | no_moderator | no_moderator | no_moderator | no_moderator | unchanged
lost bob              | left bob | left bob | left bob | left bob | left bob | unchanged
lost wanda            | left wanda | left wanda | left wanda | left wanda | left wanda | unchanged
lost lou              | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
lost nobody           | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
close idle            | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
close time_limit      | unchanged | unchanged | unchanged | unchanged | unchanged | unchanged
`;

const ROWS = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('what a command makes of a room', () => {
  for (const [what = '', ...expected] of ROWS) {
    const { command, nowMs } = commandOf(what);
    for (const [index, name] of NAMES.entries()) {
      it(`${what} while ${name}: ${expected[index]}`, () => {
        const before = STATES[name];
        const outcome = transition(before, command, nowMs);
        assert.equal(told(outcome), expected[index]);
        if (!outcome.ok) return;
        const changed = outcome.events.length > 0;
        const { version } = before.room;
        assert.equal(outcome.state.room.version, changed ? version + 1 : version);
        assert.equal(outcome.state === before, !changed);
      });
    }
  }

  it('is told for every command', () => {
    const commands = {
      join: 13,
      leave: 8,
      raise_hand: 5,
      admit: 11,
      deny: 5,
      send_back: 6,
      kick: 10,
      set_role: 6,
      mute: 7,
      lock: 5,
      invite: 3,
      update: 2,
      delete: 3,
      lost: 4,
      close: 2,
    } satisfies Record<Exclude<RoomCommand['type'], OfPhones>, number>;
    const rows = Object.groupBy(ROWS, ([what = '']) => commandOf(what).command.type);
    const counts = Object.entries(rows).map(([type, list]) => [type, list.length]);
    assert.deepEqual(Object.fromEntries(counts), commands);
  });
});
