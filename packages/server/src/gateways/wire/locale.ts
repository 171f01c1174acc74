import { LOCALES, type Locale } from '@sky-genesis/protocol';

/**
 * The language of ours that the reader likes best (RFC 9110 §12.5.4); English when none is named.
 * @param acceptLanguage the header as it came
 */
export function negotiateLocale(acceptLanguage: string | undefined): Locale {
  if (acceptLanguage === undefined) return 'en';
  let best: Locale = 'en';
  let bestQuality = 0;
  // A browser names a handful; more is not worth reading.
  for (const range of acceptLanguage.split(',', 16)) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const locale = LOCALES.find((known) => known === tag.toLowerCase().split('-')[0]);
    const quality = locale === undefined ? 0 : qualityOf(parameters);
    if (locale !== undefined && quality > bestQuality) {
      best = locale;
      bestQuality = quality;
    }
  }
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  if (weight === undefined) return 1;
  const quality = Number(weight.slice(2));
  return quality >= 0 && quality <= 1 ? quality : 0;
}
