import { Button, Loader } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { useEffect } from 'react';
import { useText } from '../i18n/language.tsx';
import classes from './list-end.module.css';
import { RefusalAlert } from './refusal.tsx';

/** Below a paged list: loads the next page when it comes into sight, and tells of a failure. */
export function ListEnd(props: {
  readonly state: 'loading' | 'more' | 'complete' | 'failed';
  readonly error: unknown;
  readonly onMore: () => void;
  readonly onRetry: () => void;
}) {
  const text = useText();
  const { ref, inViewport } = useInViewport();
  const { state, onMore } = props;
  useEffect(() => {
    if (inViewport && state === 'more') onMore();
  }, [inViewport, state, onMore]);
  if (state === 'failed') {
    return (
      <div className={classes.failed}>
        <RefusalAlert error={props.error} />
        <Button variant="default" onClick={props.onRetry}>
          {text.common.retry}
        </Button>
      </div>
    );
  }
  return (
    <div ref={ref} className={classes.end} aria-busy={state === 'loading'}>
      {state === 'loading' && <Loader size="sm" type="dots" aria-label={text.common.loading} />}
    </div>
  );
}
