import { errorSentence, type Locale } from '@sky-genesis/protocol';
import { ERROR_CODES } from '../../../kernel/index.ts';
import { errorCodes } from '../openapi/problems.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { DOCS_TEXTS } from './texts.ts';

/** `/docs/errors`: what each code means. A problem's `type` points here. */
export function errorsPage(locale: Locale): string {
  const texts = DOCS_TEXTS[locale];
  const statuses = [...new Set(errorCodes().map((code) => ERROR_CODES[code].http))].sort(
    (a, b) => a - b,
  );
  const groups = statuses.map((status) => {
    const rows = errorCodes()
      .filter((code) => ERROR_CODES[code].http === status)
      .map((code) => {
        const { title, detail } = errorSentence(code, locale);
        return html`<tr id="${code}"><th scope="row"><a href="#${code}"><code>${code}</code></a></th><td><b>${title}</b><p>${detail}</p></td></tr>`;
      });
    return html`<section id="status-${status}"><h2>${status}</h2><div class="scroll"><table class="fields"><thead><tr><th scope="col">${texts.code}</th><th scope="col">${texts.meaning}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
  });
  const main = html`<h1 id="operations">${texts.errors}</h1><p class="lead">${texts.errorsLead}</p>${groups}`;
  const navigation = html`<ul>${statuses.map((status) => html`<li><a href="#status-${status}">${status}</a></li>`)}</ul>`;
  return page({ locale, path: '/docs/errors', title: texts.errors, navigation, main });
}
