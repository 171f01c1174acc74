import { Button } from '@mantine/core';
import { RefusalAlert } from '../../app/refusal.tsx';
import { useServices } from '../../app/services.tsx';
import { useAction } from '../../app/use-action.ts';
import { useLoaded } from '../../app/use-loaded.ts';
import { Face } from '../../directory/face.tsx';
import { useName } from '../../directory/use-person.ts';
import { useText } from '../../i18n/language.tsx';
import classes from './settings.module.css';
import { SettingsCard } from './settings-card.tsx';

export function BlockedCard() {
  const text = useText().settings;
  const { blocks } = useServices();
  const { value, error, reload } = useLoaded(blocks.list);
  return (
    <SettingsCard title={text.blocked} lead={text.blockedLead}>
      <RefusalAlert error={error} />
      {value?.length === 0 && <p className={classes.empty}>{text.blockedNone}</p>}
      {value && value.length > 0 && (
        <ul className={classes.items}>
          {value.map((id) => (
            <BlockedPerson key={id} id={id} onGone={reload} />
          ))}
        </ul>
      )}
    </SettingsCard>
  );
}

function BlockedPerson({ id, onGone }: { readonly id: string; readonly onGone: () => void }) {
  const text = useText().settings;
  const { blocks } = useServices();
  const name = useName(id);
  const { busy, error, run } = useAction(async () => {
    await blocks.remove(id);
    onGone();
  });
  return (
    <li className={classes.item}>
      <Face id={id} name={name} size="sm" />
      <span className={classes.itemWords}>
        {name}
        <RefusalAlert error={error} />
      </span>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={busy}
        aria-label={text.unblockOf(name)}
        onClick={() => run()}
      >
        {text.unblock}
      </Button>
    </li>
  );
}
