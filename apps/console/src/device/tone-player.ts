import type { Tone } from './tones.ts';

/** Peak amplitude, well below full scale: several oscillators add up. */
const loudness = { bell: 0.16, steady: 0.07 };

/**
 * Plays a tone until the returned function is called. A page that has not been touched yet may be
 * kept silent by the browser; the tone then begins with the first touch.
 */
export function playTone(context: AudioContext, tone: Tone, output: AudioNode): () => void {
  const gain = context.createGain();
  gain.connect(output);
  let round = 0;
  const playRound = (): void => {
    if (tone.times !== undefined && round >= tone.times) return;
    round += 1;
    if (context.state === 'running') scheduleRound(context, tone, gain);
  };
  context.resume().then(playRound, () => undefined);
  const timer = setInterval(playRound, tone.periodS * 1000);
  return () => {
    clearInterval(timer);
    gain.gain.setTargetAtTime(0, context.currentTime, 0.02);
    setTimeout(() => gain.disconnect(), 200);
  };
}

function scheduleRound(context: AudioContext, tone: Tone, output: AudioNode): void {
  const start = context.currentTime + 0.03;
  for (const note of tone.notes) {
    note.hz.forEach((hz, index) => {
      const peak = loudness[note.shape] / (1 + index * 3);
      const from = start + note.atS;
      const oscillator = new OscillatorNode(context, { frequency: hz, type: 'sine' });
      const envelope = new GainNode(context, { gain: 0 });
      envelope.gain.setValueAtTime(0, from);
      envelope.gain.linearRampToValueAtTime(peak, from + 0.012);
      if (note.shape === 'bell') {
        envelope.gain.exponentialRampToValueAtTime(0.0004, from + note.lengthS);
      } else {
        envelope.gain.setValueAtTime(peak, from + note.lengthS - 0.02);
        envelope.gain.linearRampToValueAtTime(0, from + note.lengthS);
      }
      oscillator.connect(envelope).connect(output);
      oscillator.start(from);
      oscillator.stop(from + note.lengthS + 0.05);
    });
  }
}
