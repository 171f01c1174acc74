import { Button, Loader } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { useEffect } from 'react';
import { useText } from '../i18n/language.tsx';
import classes from './list-end.module.css';
import { RefusalAlert } from './refusal.tsx';
import type { Pages } from './use-pages.ts';

/** Below a paged list: loads the next page when it comes into sight, and tells of a failure. */
export function ListEnd(props: {
  readonly pages: Pick<Pages<unknown>, 'state' | 'error' | 'loadMore' | 'reload'>;
}) {
  const text = useText();
  const { ref, inViewport } = useInViewport();
  const { state, error, loadMore, reload } = props.pages;
  useEffect(() => {
    if (inViewport && state === 'more') loadMore();
  }, [inViewport, state, loadMore]);
  if (state === 'failed') {
    return (
      <div className={classes.failed}>
        <RefusalAlert error={error} />
        <Button variant="default" onClick={reload}>
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
