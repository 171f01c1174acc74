/** What the server has said yes to. Everything in here must survive it. */
export interface Acknowledged {
  readonly calls: Map<string, { ended: boolean; signals: number }>;
}

const HEADERS = { 'content-type': 'application/json' };

/**
 * Calls, signals and hangs up without pause until the server goes away, and writes down each answer that
 * came. Resolves when the connection fails.
 */
export async function loadUntilGone(
  url: string,
  token: string,
  callee: string,
  acknowledged: Acknowledged,
): Promise<void> {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/voip/calls${path}`, {
      method: 'POST',
      headers: { ...HEADERS, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${response.status} ${text}`);
    return JSON.parse(text);
  };
  try {
    for (;;) await oneCall(post, callee, acknowledged);
  } catch (error) {
    // A refusal is a fault; a connection that fails is the power cut.
    if (error instanceof Refused) throw error;
  }
}

class Refused extends Error {}

async function oneCall(
  post: (path: string, body: unknown) => Promise<unknown>,
  callee: string,
  acknowledged: Acknowledged,
): Promise<void> {
  const created = await post('', { participants: [callee], call_type: 'audio' });
  const id = idOf(created);
  const record = { ended: false, signals: 0 };
  acknowledged.calls.set(id, record);
  await post(`/${id}/signaling`, { message_type: 'mute', payload: { audio: true } });
  record.signals += 1;
  if (acknowledged.calls.size % 3 !== 0) {
    await post(`/${id}/end`, {});
    record.ended = true;
  }
}

function idOf(call: unknown): string {
  if (typeof call === 'object' && call !== null && 'id' in call) return String(call.id);
  throw new Error('the answer is no call');
}
