import type { Page } from 'playwright-core';
import type { Page as FirefoxPage } from 'puppeteer-core';

/** A page of either browser, as the tests use it. */
export interface Tab {
  goto(url: string): Promise<void>;
  /** Awaits the expression's promise, if it is one. */
  evaluate(expression: string): Promise<unknown>;
  /** Resolves once the expression, or what it promises, is true; @throws Error after `limitMs`. */
  until(expression: string): Promise<void>;
  /** Gives the page a function of ours. */
  expose(name: string, act: (argument: string) => Promise<string>): Promise<void>;
  close(): Promise<void>;
}

const limitMs = 25_000;
const pollMs = 100;

export function chromiumTab(page: Page): Tab {
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: (expression) => inTime(page.evaluate(expression), expression),
    until: (expression) => comesTrue((script) => page.evaluate(script), expression),
    expose: async (name, act) => {
      await page.exposeFunction(name, act);
    },
    close: () => page.context().close(),
  };
}

export function firefoxTab(page: FirefoxPage): Tab {
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: (expression) => inTime(page.evaluate(expression), expression),
    until: (expression) => comesTrue((script) => page.evaluate(script), expression),
    expose: (name, act) => page.exposeFunction(name, act),
    close: () => page.close(),
  };
}

async function inTime(answer: Promise<unknown>, expression: string): Promise<unknown> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = () => reject(new Error(`never answered: ${expression.slice(-200)}`));
  const timer = setTimeout(late, limitMs);
  return await Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}

/** Asks again and again within the page: the browsers' own drivers take a promise for true. */
async function comesTrue(
  evaluate: (script: string) => Promise<unknown>,
  expression: string,
): Promise<void> {
  const came = await evaluate(`(async () => {
    const endMs = performance.now() + ${limitMs};
    while (performance.now() < endMs) {
      if (await (${expression})) return true;
      await new Promise((resolve) => setTimeout(resolve, ${pollMs}));
    }
    return false;
  })()`);
  if (came !== true) throw new Error(`not within ${limitMs} ms: ${expression.slice(0, 200)}`);
}
