import { Input, SegmentedControl } from '@mantine/core';

/** One of a few that are all in sight, under a label as other fields have one. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly data: { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  const { label, ...control } = props;
  return (
    <Input.Wrapper label={label} labelElement="div">
      <SegmentedControl fullWidth aria-label={label} withItemsBorders={false} {...control} />
    </Input.Wrapper>
  );
}
