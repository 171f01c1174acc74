/** How a language writes times and durations. */
export interface Formats {
  /** `14:05` or `2:05 PM`. */
  time(date: Date): string;
  /** `Tuesday, 3 March`. */
  day(date: Date): string;
  /** `3 March 2026`. */
  date(date: Date): string;
  dateTime(date: Date): string;
  percent(share: number): string;
  number(value: number): string;
}

/** @param locale a BCP 47 tag, `fr-CA` */
export function createFormats(locale: string): Formats {
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return {
    time: (value) => time.format(value),
    day: (value) => capitalised(day.format(value), locale),
    date: (value) => date.format(value),
    dateTime: (value) => dateTime.format(value),
    percent: (share) => percent.format(share),
    number: (value) => number.format(value),
  };
}

/** `0:07`, `12:34`, `1:02:03`. Readable in every language, so it has no locale. */
export function clock(totalSeconds: number): string {
  const whole = Math.max(0, Math.floor(totalSeconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${minutes}:${seconds}`;
}

function capitalised(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
