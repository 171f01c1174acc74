import type { DialPlan } from '../../domain/telephony/index.ts';
import { AppError } from '../../kernel/index.ts';

/** What keys of a phone make: no user id of letters becomes a number. */
const NUMBER = /^\+?[0-9*#]+$/;

/**
 * Reaches whom a phone has dialled: a user or an extension, and only where nobody here is meant the number outside, if a route
 * leads there. Whether the caller may go there is for `reach` to decide.
 * @throws what `reach` throws; AppError `participant_unknown` where no route leads there
 */
export async function hereOrOutside<T>(
  plan: Pick<DialPlan, 'isDialable'>,
  org: string,
  dialled: string,
  reach: (address: string) => Promise<T>,
): Promise<T> {
  try {
    return await reach(dialled);
  } catch (error) {
    const isUnknown = error instanceof AppError && error.code === 'participant_unknown';
    const outside = `tel:${dialled}`;
    if (!isUnknown || !NUMBER.test(dialled) || !plan.isDialable(org, outside)) throw error;
    return await reach(outside);
  }
}
