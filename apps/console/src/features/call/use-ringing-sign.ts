import type { CallSession } from '@sky-genesis/client';
import { useEffect } from 'react';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';

const blinkMs = 1200;

/** While a call rings, the tab says so in its title and its icon, for who is looking elsewhere. */
export function useRingingSign(incoming: CallSession | null): void {
  const text = useText();
  const name = useName(incoming?.info.caller_id ?? '', incoming?.info);
  const sign = incoming ? `☎ ${text.call.titleIncoming(name)}` : null;
  useEffect(() => {
    if (!sign) return undefined;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    let before = document.title;
    document.title = sign;
    icon?.setAttribute('href', '/favicon-ringing.svg');
    const timer = setInterval(() => {
      const showing = document.title === sign;
      if (!showing) before = document.title;
      document.title = showing ? before : sign;
    }, blinkMs);
    return () => {
      clearInterval(timer);
      document.title = before;
      icon?.setAttribute('href', '/favicon.svg');
    };
  }, [sign]);
}
