import type { Locale } from '@sky-genesis/protocol';
import { isRecord, type JsonRecord } from '../openapi/json.ts';
import type { Route } from '../route.ts';
import { type Html, html, prose } from './html.ts';
import { page } from './layout.ts';
import { operationText, tagText } from './operation-texts.ts';
import { operationView } from './operation-view.ts';
import { schemaView } from './schema-view.ts';
import { DOCS_TEXTS } from './texts.ts';

/** `/docs`: every operation and schema of the OpenAPI document on one readable page. */
export function referencePage(
  routes: readonly Route[],
  document: JsonRecord,
  locale: Locale,
): string {
  const texts = DOCS_TEXTS[locale];
  const tags = [...new Set(routes.map((route) => route.tag))];
  const schemas = member(member(document, 'components'), 'schemas');
  const main = html`<h1>${texts.title}</h1><p class="lead">${texts.lead}</p>
<h2 id="conventions">${texts.conventions}</h2>
<dl>${texts.conventionList.map(([name, text]) => html`<dt>${name}</dt><dd>${prose(text)}</dd>`)}</dl>
<h2 id="operations">${texts.operations}</h2>
${tags.map((tag) => tagSection(tag, routes, document, locale))}
<h2 id="schemas">${texts.schemas}</h2>
${Object.entries(schemas).map(
  ([name, schema]) =>
    html`<section class="schema" id="schema-${name}"><h3><a href="#schema-${name}">${name}</a></h3>${schemaView(schema, texts)}</section>`,
)}`;
  const navigation = html`<ul>${tags.map((tag) => tagLinks(tag, routes, locale))}</ul>
<p><a href="#schemas">${texts.schemas}</a></p>`;
  return page({ locale, path: '/docs', title: texts.title, navigation, main });
}

function tagSection(
  tag: string,
  routes: readonly Route[],
  document: JsonRecord,
  locale: Locale,
): Html {
  const paths = member(document, 'paths');
  const operations = routes
    .filter((route) => route.tag === tag)
    .map((route) => {
      const operation = member(member(paths, route.path), route.method.toLowerCase());
      return operationView(route, operation, locale);
    });
  return html`<h2 class="tag" id="tag-${anchor(tag)}">${tagText(tag, locale)}</h2>${operations}`;
}

function tagLinks(tag: string, routes: readonly Route[], locale: Locale): Html {
  const links = routes
    .filter((route) => route.tag === tag)
    .map(
      (route) =>
        html`<li><a href="#${route.operationId}"><span class="method ${route.method.toLowerCase()}">${route.method}</span> ${operationText(route, locale).summary}</a></li>`,
    );
  return html`<li><a class="tag" href="#tag-${anchor(tag)}">${tagText(tag, locale)}</a><ul>${links}</ul></li>`;
}

function member(record: JsonRecord, name: string): JsonRecord {
  const value = record[name];
  return isRecord(value) ? value : {};
}

function anchor(tag: string): string {
  return tag.toLowerCase().replaceAll(' ', '-');
}
