import { CloseButton } from '@mantine/core';
import type { CallProblem } from '@sky-genesis/client';
import { IconAlertTriangle, IconShieldOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useText } from '../../i18n/language.tsx';
import classes from './notes.module.css';

type Code = CallProblem['code'];

/** A call, or a meeting. */
interface Troubled {
  readonly phase: string;
  readonly problems: readonly CallProblem[];
  on(event: 'problem', listener: (problem: CallProblem) => void): () => void;
}

/** What is amiss in a call, in words, until it is put aside. */
export function ProblemNotes(props: {
  readonly call: Troubled;
  /** What is told elsewhere. */
  readonly without?: readonly Code[];
}) {
  const { call, without = [] } = props;
  const text = useText();
  const [codes, setCodes] = useState<readonly Code[]>(() => distinct(call.problems));
  useEffect(() => {
    setCodes(distinct(call.problems));
    return call.on('problem', ({ code }) => {
      setCodes((before) => (before.includes(code) ? before : [...before, code]));
    });
  }, [call]);
  const shown = codes.filter((code) => !isPast(code, call.phase) && !without.includes(code));
  if (!window.isSecureContext && shown.length > 0) return <InsecureNote />;
  return (
    <div role="alert" className={classes.problems}>
      {shown.map((code) => (
        <div key={code} className={classes.problem}>
          <IconAlertTriangle size={20} aria-hidden="true" />
          <p>
            <strong>{text.call.problem[code].title}</strong>
            <br />
            {text.call.problem[code].detail}
          </p>
          <CloseButton
            aria-label={text.common.close}
            onClick={() => setCodes((before) => before.filter((other) => other !== code))}
          />
        </div>
      ))}
    </div>
  );
}

/** Without a secure page no device opens, whatever one allows. */
function InsecureNote() {
  const text = useText();
  return (
    <div role="alert" className={classes.problem}>
      <IconShieldOff size={20} aria-hidden="true" />
      <p>
        <strong>{text.network.insecure}</strong>
        <br />
        {text.network.insecureDetail}
      </p>
    </div>
  );
}

/** A network that is back, and media that flow, speak for themselves. */
function isPast(code: Code, phase: string): boolean {
  if (code === 'network_lost') return phase !== 'reconnecting';
  return code === 'media_failed' && phase === 'connected';
}

const distinct = (problems: readonly CallProblem[]): readonly Code[] => [
  ...new Set(problems.map(({ code }) => code)),
];
