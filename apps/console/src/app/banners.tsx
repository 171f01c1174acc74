import { IconPlugConnectedX, IconShieldOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/language.tsx';
import classes from './banners.module.css';
import { useConnection } from './workplace.tsx';

/** A short drop is not worth a banner. */
const patienceMs = 1500;

/** What keeps calls from working, above every page. */
export function Banners() {
  const text = useText();
  const offline = useOffline();
  const secure = window.isSecureContext;
  return (
    <div aria-live="polite" className={classes.banners}>
      {offline && (
        <div className={classes.banner} data-kind="network">
          <IconPlugConnectedX size={20} aria-hidden="true" />
          <span>
            <strong>{text.network.reconnecting}</strong> {text.network.unreachableDetail}
          </span>
        </div>
      )}
      {!secure && (
        <div className={classes.banner} data-kind="insecure">
          <IconShieldOff size={20} aria-hidden="true" />
          <span>
            <strong>{text.network.insecure}</strong> {text.network.insecureDetail}
          </span>
        </div>
      )}
    </div>
  );
}

function useOffline(): boolean {
  const connection = useConnection();
  const down = connection === 'reconnecting' || connection === 'connecting';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!down) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [down]);
  return shown;
}
