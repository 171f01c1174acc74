import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const PAUSE_MS = 50;

/** Ends a program, where it has not ended by itself, and waits until it has. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/**
 * A connection to a port of 127.0.0.1 as soon as the program listens there.
 * @throws Error where it has ended, or has not listened in time
 */
export async function connected(
  child: ChildProcess,
  port: number,
  limitMs: number,
): Promise<Socket> {
  const endMs = performance.now() + limitMs;
  while (child.exitCode === null && performance.now() < endMs) {
    const socket = connect({ host: '127.0.0.1', port });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return socket;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`it ended with ${child.exitCode}, or never listened on port ${port}`);
}
