import type { CallQuality, CallSession } from '@sky-genesis/client';
import { useCallback, useEffect, useState } from 'react';
import { useRevision } from '../../app/use-revision.ts';
import { useWorkplace } from '../../app/workplace.tsx';

/** Renders anew whenever the session says that something about it has changed. */
export function useCall(call: CallSession): void {
  const listen = useCallback(
    (changed: () => void) => [
      call.on('change', changed),
      call.on('phase', changed),
      call.on('ended', changed),
    ],
    [call],
  );
  useRevision(listen);
}

export function useQuality(call: CallSession): CallQuality | null {
  const [quality, setQuality] = useState<CallQuality | null>(null);
  useEffect(() => call.on('quality', setQuality), [call]);
  return quality;
}

/** Seconds since the answer, counted here; null before there was one. */
export function useTalkTime(call: CallSession): number | null {
  const { desk } = useWorkplace();
  const { answer_time, end_time } = call.info;
  const answeredMs = desk.answeredAtMs(call);
  const running = answeredMs !== null && call.phase !== 'ended';
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  if (answer_time === null || answeredMs === null) return null;
  if (end_time === null) return (now - answeredMs) / 1000;
  return (Date.parse(end_time) - Date.parse(answer_time)) / 1000;
}
