/** What the server has said yes to. Everything in here must survive it. */
export interface Acknowledged {
  readonly calls: Map<string, { ended: boolean; signals: number }>;
  readonly rooms: Map<string, { locked: boolean; joined: boolean; messages: string[] }>;
}

const HEADERS = { 'content-type': 'application/json' };

type Post = (path: string, body: unknown) => Promise<unknown>;

/**
 * Calls, signals and hangs up, makes rooms, joins and speaks in them, without pause until the server goes away, and writes down each answer that
 * came. Resolves when the connection fails.
 */
export async function loadUntilGone(
  url: string,
  token: string,
  callee: string,
  acknowledged: Acknowledged,
): Promise<void> {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/voip${path}`, {
      method: 'POST',
      headers: { ...HEADERS, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${response.status} ${text}`);
    return JSON.parse(text);
  };
  try {
    for (;;) {
      await oneCall(post, callee, acknowledged);
      await oneRoom(post, acknowledged);
    }
  } catch (error) {
    // A refusal is a fault; a connection that fails is the power cut.
    if (error instanceof Refused) throw error;
  }
}

class Refused extends Error {}

async function oneCall(post: Post, callee: string, acknowledged: Acknowledged): Promise<void> {
  const created = await post('/calls', { participants: [callee], call_type: 'audio' });
  const id = idOf(created);
  const record = { ended: false, signals: 0 };
  acknowledged.calls.set(id, record);
  await post(`/calls/${id}/signaling`, { message_type: 'mute', payload: { audio: true } });
  record.signals += 1;
  if (acknowledged.calls.size % 3 !== 0) {
    await post(`/calls/${id}/end`, {});
    record.ended = true;
  }
}

/** Every third room is left and locked, the others keep somebody in them. */
async function oneRoom(post: Post, acknowledged: Acknowledged): Promise<void> {
  const id = idOf(await post('/rooms', { name: 'Salle', max_participants: 2 }));
  const messages: string[] = [];
  const record = { locked: false, joined: false, messages };
  acknowledged.rooms.set(id, record);
  await post(`/rooms/${id}/join`, {});
  record.joined = true;
  record.messages.push(idOf(await post(`/rooms/${id}/messages`, { message: 'Bonjour' })));
  if (acknowledged.rooms.size % 3 === 0) {
    await post(`/rooms/${id}/leave`, {});
    await post(`/rooms/${id}/lock`, {});
    record.locked = true;
  }
}

function idOf(made: unknown): string {
  if (typeof made === 'object' && made !== null && 'id' in made) return String(made.id);
  throw new Error('the answer has no id');
}
