import type { CDPSession, Locator, Page } from 'playwright-core';

const interactive = [
  'button',
  'link',
  'textbox',
  'searchbox',
  'combobox',
  'radio',
  'switch',
  'menuitem',
  'img',
];

/** Controls that a screen reader would call by their kind only: everything must have a name. */
export async function namelessControls(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const nodes = await accessibilityTree(session);
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .filter(({ role, name }) => interactive.includes(role) && name.trim() === '')
    .map(({ role, id }) => `${role} ${id} has no name`);
}

interface AccessNode {
  readonly id: string;
  readonly ignored: boolean;
  readonly role: string;
  readonly name: string;
}

async function accessibilityTree(session: CDPSession): Promise<readonly AccessNode[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.map(({ nodeId, ignored, role, name }) => ({
    id: nodeId,
    ignored,
    role: String(role?.value ?? ''),
    name: String(name?.value ?? ''),
  }));
}

/** What breaks the outline of a page: headings, landmarks, language, repeated ids. */
export function outlineFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const mains = document.querySelectorAll('main, [role="main"]').length;
    if (mains !== 1) faults.push(`${mains} main landmarks`);
    const titles = [...document.querySelectorAll('h1')].filter((node) => node.checkVisibility());
    if (titles.length !== 1) faults.push(`${titles.length} headings of level 1`);
    if (document.documentElement.lang === '') faults.push('no language');
    if (document.title === '') faults.push('no title');
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of new Set(ids)) {
      if (ids.filter((other) => other === id).length > 1) faults.push(`id ${id} is there twice`);
    }
    return faults;
  });
}

/** Texts whose contrast with what lies behind them is below AA (WCAG 2.2, 1.4.3). */
export function faintTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    type Rgb = readonly [red: number, green: number, blue: number, alpha: number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!canvas) return ['no canvas to read colours with'];
    const parse = (colour: string): Rgb => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const luminance = (rgb: Rgb): number => {
      const [red = 0, green = 0, blue = 0] = rgb.slice(0, 3).map((byte) => {
        const share = byte / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    /** Null where a picture or a gradient lies behind: that is judged by eye. */
    const behind = (element: Element): Rgb | null => {
      for (let node: Element | null = element; node; node = node.parentElement) {
        const style = getComputedStyle(node);
        if (style.backgroundImage !== 'none') return null;
        const colour = parse(style.backgroundColor);
        if (colour[3] > 0.99) return colour;
        if (colour[3] > 0.01) return null;
      }
      return [255, 255, 255, 1];
    };
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (!element || text === '' || !element.checkVisibility()) continue;
      if (element.closest('[disabled], [data-disabled], [aria-hidden="true"], noscript')) continue;
      const ground = behind(element);
      if (!ground) continue;
      const style = getComputedStyle(element);
      const [light, dark] = [luminance(parse(style.color)), luminance(ground)].sort(
        (a, b) => b - a,
      );
      const ratio = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) faults.push(`“${text}” has a contrast of ${ratio.toFixed(2)}`);
    }
    return faults;
  });
}

/** How far a page is wider than its window, in pixels. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const main = document.querySelector('main') ?? root;
    return Math.max(root.scrollWidth - root.clientWidth, main.scrollWidth - main.clientWidth);
  });
}

/** What a dialogue has no room for: its own width, and values to be read or copied, from beginning to end. */
export function cutParts(dialog: Locator): Promise<readonly string[]> {
  return dialog.evaluate((root) => {
    const wide = root.scrollWidth > root.clientWidth ? ['the dialogue is too narrow'] : [];
    const cut = [
      ...root.querySelectorAll<HTMLTextAreaElement>('input[readonly], textarea[readonly]'),
    ]
      .filter(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth > clientWidth || scrollHeight > clientHeight,
      )
      .map(({ value }) => `“${value}” is cut`);
    return [...wide, ...cut];
  });
}
