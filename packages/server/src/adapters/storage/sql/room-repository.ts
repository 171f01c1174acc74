import type { Participant, Room, RoomState } from '../../../domain/rooms/index.ts';
import type { RoomRepository, RoomWrite } from '../../../domain/rooms/ports.ts';
import type { Page, PageRequest, Write } from '../../../kernel/index.ts';
import { FROM_NEWEST, type Row, type SqlReader } from './executor.ts';
import { toPage } from './paging.ts';
import {
  PARTICIPANT_COLUMNS,
  parseParticipant,
  parseRoom,
  participantFacts,
  ROOM_CHANGES,
  ROOM_COLUMNS,
  roomChanges,
} from './room-row.ts';
import { text } from './row.ts';
import { type SqlStatement, SqlWrite } from './sql-write.ts';

/** One statement, so that the room and its people are of one moment. */
const WITH_PEOPLE = `select ${ROOM_COLUMNS}, ${PARTICIPANT_COLUMNS} from rooms r
  left join room_participants p on p.org = r.org and p.room_id = r.id`;

const FIND = `${WITH_PEOPLE} where r.org = $1 and r.id = $2 order by p.id`;

const LIST_OPEN_OF_ALL = `${WITH_PEOPLE} where r.status = 'open' order by r.org, r.id, p.id`;

const LIST = `select ${ROOM_COLUMNS} from rooms r
  where r.org = $1 and r.id < $2 and r.status = $4 order by r.id desc limit $3`;

const LIST_OF_MEMBER = `select ${ROOM_COLUMNS} from room_members m
  join rooms r on r.org = m.org and r.id = m.room_id and r.status = $4
  where m.org = $1 and m.room_id < $2 and m.user_id = $5 order by m.room_id desc limit $3`;

const CHANGE_PLACES = ROOM_CHANGES.map((_, index) => `$${index + 4}`);

const INSERT = `insert into rooms (org, id, version, ${ROOM_CHANGES.join(', ')}, created_by, created_at_ms)
  values ($1, $2, $3, ${CHANGE_PLACES.join(', ')}, $${ROOM_CHANGES.length + 4}, $${ROOM_CHANGES.length + 5})
  on conflict (org, id) do nothing`;

const UPDATE = `update rooms set version = $3,
  ${ROOM_CHANGES.map((column, index) => `${column} = $${index + 4}`).join(', ')}
  where org = $1 and id = $2 and version = $3 - 1`;

const PUT_PARTICIPANT = `insert into room_participants (org, room_id, id, display_name, facts)
  values ($1, $2, $3, $4, $5)
  on conflict (org, room_id, id) do update
  set display_name = excluded.display_name, facts = excluded.facts`;

const SHOW = `insert into room_members (org, user_id, room_id) values ($1, $2, $3)
  on conflict (org, user_id, room_id) do nothing`;

const HIDE = 'delete from room_members where org = $1 and user_id = $2 and room_id = $3';

export class SqlRoomRepository implements RoomRepository {
  readonly #db: SqlReader;

  constructor(db: SqlReader) {
    this.#db = db;
  }

  async find(org: string, id: string): Promise<RoomState | undefined> {
    return statesOf(await this.#db.all(FIND, [org, id]))[0];
  }

  async findByPin(org: string, pin: string): Promise<string | undefined> {
    const [row] = await this.#db.all('select id from rooms where org = $1 and dial_in_pin = $2', [
      org,
      pin,
    ]);
    return row === undefined ? undefined : text(row, 'id');
  }

  async list(
    org: string,
    filter: { readonly memberId?: string; readonly status: Room['status'] },
    page: PageRequest,
  ): Promise<Page<Room>> {
    const { memberId, status } = filter;
    const range = [org, page.after ?? FROM_NEWEST, page.limit + 1, status];
    const rows = await (memberId === undefined
      ? this.#db.all(LIST, range)
      : this.#db.all(LIST_OF_MEMBER, [...range, memberId]));
    return toPage(rows.map(parseRoom), page.limit, (room) => room.id);
  }

  async listAllOpen(): Promise<readonly RoomState[]> {
    return statesOf(await this.#db.all(LIST_OPEN_OF_ALL, []));
  }

  put({ room, touched, visible }: RoomWrite): Write {
    const { org, id } = room;
    const members = [...visible].map(([userId, shown]): SqlStatement => {
      return { text: shown ? SHOW : HIDE, params: [org, userId, id] };
    });
    return new SqlWrite(putRoom(room), ...touched.map(putParticipant), ...members);
  }
}

function putRoom(room: Room): SqlStatement {
  const { org, id, version, createdBy, createdAtMs } = room;
  const changes = [org, id, version, ...roomChanges(room)];
  return version === 1
    ? { text: INSERT, params: [...changes, createdBy, createdAtMs], expectRows: 1 }
    : { text: UPDATE, params: changes, expectRows: 1 };
}

function putParticipant(participant: Participant): SqlStatement {
  const { org, roomId, id, displayName } = participant;
  const facts = participantFacts(participant);
  return { text: PUT_PARTICIPANT, params: [org, roomId, id, displayName, facts] };
}

/** Rows of `WITH_PEOPLE`, those of a room one after the other. */
function statesOf(rows: readonly Row[]): readonly RoomState[] {
  const states: { readonly room: Room; readonly participants: Map<string, Participant> }[] = [];
  for (const row of rows) {
    const last = states.at(-1);
    const isSame = last?.room.id === text(row, 'id') && last.room.org === text(row, 'org');
    const state = isSame ? last : { room: parseRoom(row), participants: new Map() };
    if (!isSame) states.push(state);
    if (row.participant_id === null) continue;
    const participant = parseParticipant(row);
    state.participants.set(participant.id, participant);
  }
  return states;
}
