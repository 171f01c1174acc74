import type { CallType } from '@sky-genesis/protocol';
import { Face } from '../../directory/face.tsx';
import { usePartyName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './stage.module.css';

/** Between the click and the server's answer: the devices open meanwhile. */
export function PlacingStage(props: {
  readonly participants: readonly string[];
  readonly type: CallType;
}) {
  const text = useText();
  const name = usePartyName(props.participants);
  return (
    <section className={classes.stage} aria-label={text.call.region} aria-busy="true">
      <div className={classes.scene}>
        <div className={classes.portrait}>
          <Face id={props.participants[0] ?? ''} name={name} size="xl" />
          <p className={classes.bigName}>{name}</p>
          <p className={classes.bigState} role="status">
            {text.call.phase.dialing}
          </p>
        </div>
      </div>
    </section>
  );
}
