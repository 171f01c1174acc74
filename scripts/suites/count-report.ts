import { relative } from 'node:path';
import type { Failure, NotRun, Outcome } from './outcome.ts';
import { parseReportLine, type ReportLine, record, text } from './report-line.ts';

const keptOutputChars = 4_000;
const missingPeer = /^missing peer: (\S+)/;

/**
 * Counts the report of one `node --test` run over `files` (absolute paths). Whatever a report leaves
 * untold counts as a failure: a file that ran no test, one that ended before its tests did, a report
 * that broke off.
 */
export function countReport(report: string, files: readonly string[], root: string): Outcome {
  const count = new ReportCount(files, root);
  for (const line of report.split('\n')) {
    const parsed = parseReportLine(line);
    if (parsed !== undefined) count.add(parsed);
  }
  return count.outcome();
}

class ReportCount {
  readonly #files: ReadonlySet<string>;
  readonly #root: string;
  readonly #output = new Map<string, string>();
  readonly #testsOf = new Map<string, number>();
  readonly #started = new Set<string>();
  readonly #settled = new Set<string>();
  readonly #failures: (Failure & { readonly file: string })[] = [];
  readonly #notRun: NotRun[] = [];
  #interrupted: readonly string[] = [];
  #passed = 0;
  #ended = false;

  constructor(files: readonly string[], root: string) {
    this.#files = new Set(files);
    this.#root = root;
  }

  add({ type, data }: ReportLine): void {
    if (type === 'end') this.#ended = true;
    else if (type === 'test:stdout' || type === 'test:stderr') this.#keepOutput(data);
    else if (type === 'test:dequeue') this.#started.add(text(data.name));
    else if (type === 'test:summary') this.#settled.add(text(data.file));
    else if (type === 'test:interrupted') this.#interrupted = interruptedFiles(data);
    else if (type === 'test:pass' || type === 'test:fail') this.#result(type, data);
  }

  outcome(): Outcome {
    for (const file of this.#files) this.#checkFile(file);
    if (!this.#ended) this.#fail('', 'the report', 'the reporter broke off before its last line');
    return {
      passed: this.#passed,
      failures: this.#failures.map(({ file, name, detail }) => ({
        name,
        detail: `${detail}${this.#outputOf(file)}`,
      })),
      notRun: this.#notRun,
    };
  }

  #result(type: string, data: ReportLine['data']): void {
    const name = text(data.name);
    const file = text(data.entryFile) || text(data.file);
    const details = record(data.details);
    const error = record(details.error);
    const failureType = text(error.failureType);
    if (this.#files.has(name)) {
      // The file as a whole. What its tests failed by has been told by them.
      if (type === 'test:fail' && failureType !== 'subtestsFailed') {
        this.#settled.add(name);
        this.#fail(name, relative(this.#root, name), `the test file crashed: ${text(error.text)}`);
      }
      return;
    }
    if (failureType === 'subtestsFailed') return;
    const suite = details.type === 'suite';
    // A skipped describe is told as one, whatever tests it holds.
    if (!suite || data.skip !== undefined)
      this.#testsOf.set(file, (this.#testsOf.get(file) ?? 0) + 1);
    const where = `${relative(this.#root, text(data.file))}:${String(data.line)}`;
    const title = [text(data.classname), name].filter((part) => part !== '').join(' › ');
    const label = `${title} (${where})`;
    if (data.skip !== undefined || data.todo !== undefined) this.#skipped(file, label, data);
    else if (type === 'test:fail') this.#fail(file, label, text(error.text));
    else if (!suite) this.#passed += 1;
  }

  #skipped(file: string, label: string, data: ReportLine['data']): void {
    const peer = missingPeer.exec(text(data.skip))?.[1];
    if (peer !== undefined) this.#notRun.push({ name: label, peer });
    else this.#fail(file, label, data.todo === undefined ? 'skipped' : 'left as a todo');
  }

  #checkFile(file: string): void {
    const name = relative(this.#root, file);
    if (!this.#started.has(file)) this.#fail(file, name, 'its turn never came');
    else if (this.#interrupted.includes(file))
      this.#fail(file, name, 'still running when time was up');
    else if (this.#failures.some((known) => known.file === file)) return;
    else if ((this.#testsOf.get(file) ?? 0) === 0) this.#fail(file, name, 'the file ran no test');
    else if (!this.#settled.has(file)) this.#fail(file, name, 'it ended before its tests did');
  }

  #fail(file: string, name: string, detail: string): void {
    this.#failures.push({ file, name, detail });
  }

  #keepOutput(data: ReportLine['data']): void {
    const file = text(data.entryFile) || text(data.file);
    const output = `${this.#output.get(file) ?? ''}${text(data.message)}`;
    this.#output.set(file, output.slice(-keptOutputChars));
  }

  /** What the file printed, told once, below the first of its failures. */
  #outputOf(file: string): string {
    const output = this.#output.get(file) ?? '';
    this.#output.delete(file);
    return output.trim() === ''
      ? ''
      : `\nprinted by ${relative(this.#root, file)}:\n${output.trimEnd()}`;
  }
}

function interruptedFiles(data: ReportLine['data']): readonly string[] {
  const tests: unknown = data.tests;
  return Array.isArray(tests) ? tests.map((test: unknown) => text(record(test).file)) : [];
}
