import type { Locale } from '@sky-genesis/protocol';
import { type Html, html } from './html.ts';
import { DOCS_TEXTS } from './texts.ts';

/** A whole page; without scripts, and with the one stylesheet of the documentation. */
export function page(about: {
  readonly locale: Locale;
  readonly path: '/docs' | '/docs/errors';
  readonly title: string;
  readonly navigation: Html;
  readonly main: Html;
}): string {
  const { locale, path, title, navigation, main } = about;
  const texts = DOCS_TEXTS[locale];
  const other = locale === 'en' ? 'fr' : 'en';
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/docs/style.css">
<link rel="alternate" hreflang="${other}" href="${path}?lang=${other}">
</head>
<body>
<a class="skip" href="#operations">${texts.skip}</a>
<header class="top">
<a class="brand" href="/docs?lang=${locale}">${texts.title}</a>
<nav aria-label="${texts.title}">
<a href="/docs/errors?lang=${locale}">${texts.errors}</a>
<a href="/openapi.json">${texts.machineReadable}</a>
<a href="${path}?lang=${other}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>
</nav>
</header>
<div class="columns">
<nav class="contents" aria-label="${texts.contents}"><details open><summary>${texts.contents}</summary>${navigation}</details></nav>
<main>${main}</main>
</div>
</body>
</html>
`.markup;
}
