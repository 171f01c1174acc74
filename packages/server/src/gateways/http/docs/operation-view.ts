import type { Locale } from '@sky-genesis/protocol';
import { isRecord, type JsonRecord, type JsonValue } from '../openapi/json.ts';
import type { Route } from '../route.ts';
import { type Html, html, prose } from './html.ts';
import { operationText } from './operation-texts.ts';
import { fieldRow, fieldTable, schemaView } from './schema-view.ts';
import { DOCS_TEXTS, type DocsTexts } from './texts.ts';

/** One operation, from its route and its part of the OpenAPI document. */
export function operationView(route: Route, operation: JsonRecord, locale: Locale): Html {
  const texts = DOCS_TEXTS[locale];
  const { summary, description } = operationText(route, locale);
  const id = route.operationId;
  return html`<section class="operation" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><a href="#${id}">${summary}</a></h3>
<p class="line"><span class="method ${route.method.toLowerCase()}">${route.method}</span> <code class="path">${route.path}</code></p>
${description === undefined ? html`` : html`<p>${prose(description)}</p>`}
<p class="needs">${needsOf(route, texts)}</p>
${parametersView(operation, texts)}
${bodyView(route, operation, texts)}
${answersView(operation, texts)}
</section>`;
}

function needsOf(route: Route, texts: DocsTexts): Html {
  const who = {
    none: texts.openToAll,
    session: texts.sessionOnly,
    required: texts.needsCredential,
  }[route.auth];
  const grant =
    route.grant === undefined ? html`` : html` · ${texts.scope} <code>${route.grant}</code>`;
  const replay = route.creates === true ? html` · ${texts.replayable}` : html``;
  return html`${who}${grant}${replay}`;
}

function parametersView(operation: JsonRecord, texts: DocsTexts): Html {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters : [];
  const rows = parameters.flatMap((parameter) => {
    if (!isRecord(parameter) || typeof parameter.name !== 'string') return [];
    const schema = isRecord(parameter.schema) ? parameter.schema : {};
    return [fieldRow(parameter.name, schema, parameter.required === true, texts)];
  });
  return rows.length === 0 ? html`` : html`<h4>${texts.parameters}</h4>${fieldTable(rows)}`;
}

function bodyView(route: Route, operation: JsonRecord, texts: DocsTexts): Html {
  const media = jsonMedia(operation.requestBody);
  if (media === undefined) return html``;
  const title = route.bodyOptional === true ? texts.optionalBody : texts.body;
  return html`<h4>${title}</h4>${refOrTable(media.schema ?? {}, texts)}${exampleView(media.example)}`;
}

function answersView(operation: JsonRecord, texts: DocsTexts): Html {
  const responses = isRecord(operation.responses) ? Object.entries(operation.responses) : [];
  const own = responses.filter(([, response]) => isRecord(response) && !('$ref' in response));
  const problems = responses.filter(([, response]) => isRecord(response) && '$ref' in response);
  const views = own.map(([status, response]) => {
    const media = jsonMedia(response);
    if (media === undefined) return html`<p><b>${status}</b> ${texts.noBody}</p>`;
    const schema = media.schema ?? {};
    return html`<p><b>${status}</b></p>${refOrTable(schema, texts)}${exampleView(media.example)}`;
  });
  const list = problems.map(
    ([status]) => html`<a href="/docs/errors#status-${status}">${status}</a> `,
  );
  return html`<h4>${texts.answers}</h4>${views}<p class="problems">${texts.problems} ${list}</p>`;
}

function refOrTable(schema: JsonValue, texts: DocsTexts): Html {
  if (isRecord(schema) && typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<p><a href="#schema-${name}">${name}</a></p>`;
  }
  return schemaView(schema, texts);
}

function exampleView(example: JsonValue | undefined): Html {
  if (example === undefined) return html``;
  return html`<pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre>`;
}

function jsonMedia(holder: JsonValue | undefined): JsonRecord | undefined {
  const content = isRecord(holder) ? holder.content : undefined;
  const media = isRecord(content) ? content['application/json'] : undefined;
  return isRecord(media) ? media : undefined;
}
