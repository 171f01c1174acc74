import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The child process of the product that serves media at this UDP port. */
export function mediaWorkerAt(productPid: number, port: number): number {
  const children = readFileSync(`/proc/${productPid}/task/${productPid}/children`, 'latin1');
  const sockets = socketsAt(port);
  const worker = children
    .trim()
    .split(' ')
    .find((pid) => openFiles(pid).some((file) => sockets.has(file)));
  assert.ok(worker, `none of ${children} has UDP port ${port}`);
  return Number(worker);
}

/** As they are named among the open files of a process. */
function socketsAt(port: number): ReadonlySet<string> {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = ['udp', 'udp6'].flatMap((family) =>
    readFileSync(`/proc/net/${family}`, 'latin1').split('\n'),
  );
  // proc_net: the local address is the second column, the inode the tenth.
  const columns = rows.map((row) => row.trim().split(/\s+/));
  return new Set(
    columns.filter(([, local]) => local?.endsWith(end)).map((row) => `socket:[${row[9]}]`),
  );
}

function openFiles(pid: string): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${descriptor}`)];
    } catch {
      return []; // Closed since it was listed.
    }
  });
}
