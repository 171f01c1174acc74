import { isRecord, type JsonRecord, type JsonValue } from '../openapi/json.ts';
import { type Html, html, prose } from './html.ts';
import type { DocsTexts } from './texts.ts';

/** A table of an object schema's fields; the type alone for anything else. */
export function schemaView(schema: JsonValue, texts: DocsTexts): Html {
  const properties = isRecord(schema) ? schema.properties : undefined;
  if (!isRecord(schema) || !isRecord(properties)) return html`<p>${typeOf(schema)}</p>`;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = Object.entries(properties).map(([name, property]) =>
    fieldRow(name, property, required.includes(name), texts),
  );
  return rows.length === 0 ? html`<p><code>{}</code></p>` : fieldTable(rows);
}

export function fieldTable(rows: readonly Html[]): Html {
  return html`<div class="scroll"><table class="fields"><tbody>${rows}</tbody></table></div>`;
}

export function fieldRow(
  name: string,
  schema: JsonValue,
  required: boolean,
  texts: DocsTexts,
): Html {
  const mark = required ? html` <span class="required">${texts.required}</span>` : html``;
  const { description } = isRecord(schema) ? schema : {};
  const text = typeof description === 'string' ? html`<p>${prose(description)}</p>` : html``;
  return html`<tr><th scope="row"><code>${name}</code>${mark}</th><td>${typeOf(schema)}${text}</td></tr>`;
}

function typeOf(schema: JsonValue): Html {
  if (!isRecord(schema)) return html`<code>any</code>`;
  const { $ref, anyOf, enum: options } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(anyOf)) return html`${joined(anyOf.map(typeOf), ' | ')}`;
  if (Array.isArray(options)) {
    return html`${joined(
      options.map((option) => html`<code>${JSON.stringify(option)}</code>`),
      ' | ',
    )}`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.type === 'array') return html`array of ${typeOf(schema.items ?? {})}${limits(schema)}`;
  const type = typeof schema.type === 'string' ? schema.type : 'any';
  return html`<span class="type">${type}</span>${limits(schema)}`;
}

const LIMITS: readonly (readonly [key: string, mark: string])[] = [
  ['format', ''],
  ['minimum', '≥ '],
  ['maximum', '≤ '],
  ['minLength', 'length ≥ '],
  ['maxLength', 'length ≤ '],
  ['minItems', 'items ≥ '],
  ['maxItems', 'items ≤ '],
  ['maxProperties', 'fields ≤ '],
  ['default', 'default '],
  ['pattern', ''],
];

function limits(schema: JsonRecord): Html {
  const marks = LIMITS.flatMap(([key, mark]) => {
    const value = schema[key];
    return typeof value === 'string' || typeof value === 'number' ? [`${mark}${value}`] : [];
  });
  return marks.length === 0 ? html`` : html` <span class="limits">${marks.join(' · ')}</span>`;
}

function joined(parts: readonly Html[], separator: string): Html[] {
  return parts.map((part, i) => (i === 0 ? part : html`${separator}${part}`));
}
