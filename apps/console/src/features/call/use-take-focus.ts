import { type RefObject, useEffect, useRef } from 'react';

/** The element takes the focus when it appears, and gives it back when it goes. */
export function useTakeFocus<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.focus({ preventScroll: true });
    return () => {
      // What is behind is inert until the same render has passed.
      requestAnimationFrame(() => {
        const { activeElement } = document;
        const isLost = activeElement === null || activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, []);
  return element;
}
