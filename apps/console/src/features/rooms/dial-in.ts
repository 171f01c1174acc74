import type { DialIn } from '@sky-genesis/protocol';

/** In groups, as it is read out and typed: "4071 8263". */
export function spacedPin(pin: string): string {
  return pin.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** The number that speaks the reader's language, else the first. Undefined: no number leads in. */
export function bestNumber({ numbers }: DialIn, language: string): string | undefined {
  return (numbers.find((each) => each.language === language) ?? numbers[0])?.number;
}
