import { ActionIcon, Button, NumberInput, Text, TextInput } from '@mantine/core';
import type { OutboundRoute } from '@sky-genesis/protocol';
import { IconPlus, IconX } from '@tabler/icons-react';
import { fieldRefusal } from '../../app/refusal.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './telephony.module.css';
import { type RouteDraft, withRoute } from './trunk-draft.ts';

/** Which numbers may be dialled through a trunk, and how they are rewritten for it. */
export function TrunkRoutes(props: {
  readonly routes: readonly RouteDraft[];
  readonly error: unknown;
  readonly onChange: (routes: readonly RouteDraft[]) => void;
}) {
  const text = useText().telephony.trunks;
  const { routes, error, onChange } = props;
  return (
    <fieldset className={classes.routes}>
      <legend className={classes.legend}>{text.routes}</legend>
      <Text size="xs" c="dimmed">
        {text.routesHint}
      </Text>
      {routes.map((route, index) => (
        <Route
          key={route.key}
          route={route}
          refusal={(field) => fieldRefusal(error, `routes/${index}/${field}`)}
          onChange={(changed) =>
            onChange(routes.map((each) => (each.key === changed.key ? changed : each)))
          }
          onRemove={() => onChange(routes.filter((each) => each.key !== route.key))}
        />
      ))}
      <Button
        variant="subtle"
        size="xs"
        mt="xs"
        leftSection={<IconPlus size={16} />}
        onClick={() => onChange(withRoute(routes))}
      >
        {text.addRoute}
      </Button>
    </fieldset>
  );
}

function Route(props: {
  readonly route: RouteDraft;
  readonly refusal: (field: keyof OutboundRoute) => string | undefined;
  readonly onChange: (route: RouteDraft) => void;
  readonly onRemove: () => void;
}) {
  const text = useText().telephony.trunks;
  const { route, refusal, onChange, onRemove } = props;
  return (
    <div className={classes.route}>
      <TextInput
        label={text.prefix}
        value={route.prefix}
        onChange={(event) => onChange({ ...route, prefix: event.currentTarget.value })}
        error={refusal('prefix')}
        inputMode="tel"
        maxLength={21}
      />
      <NumberInput
        label={text.strip}
        value={route.strip}
        onChange={(value) => onChange({ ...route, strip: typeof value === 'number' ? value : 0 })}
        error={refusal('strip')}
        min={0}
        max={20}
        allowDecimal={false}
        hideControls
        inputMode="numeric"
      />
      <TextInput
        label={text.prepend}
        value={route.prepend}
        onChange={(event) => onChange({ ...route, prepend: event.currentTarget.value })}
        error={refusal('prepend')}
        inputMode="tel"
        maxLength={21}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={text.removeRoute(route.prefix)}
        onClick={onRemove}
      >
        <IconX size={18} />
      </ActionIcon>
    </div>
  );
}
