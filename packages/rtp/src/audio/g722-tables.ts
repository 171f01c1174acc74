// ITU-T G.722 (09/2012), tables 12 to 20.

/** Decision levels of the lower quantizer, for 6 bits (table 15). */
export const LOWER_LEVELS = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023,
  1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
];
/** Codes of its intervals, for differences below and above zero (table 16). */
export const LOWER_NEGATIVE = [
  0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10,
  9, 8, 7, 6, 5, 4,
];
export const LOWER_POSITIVE = [
  0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38,
  37, 36, 35, 34, 33, 32,
];
/** Outputs of the inverse quantizer of 6 bits, what is sent (table 19). */
export const LOWER_SIX = [
  -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192,
  -10_232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168,
  -2776, -2400, -2032, -1688, -1360, -1040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512,
  12_280, 11_192, 10_232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168,
  2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
];
/** And of 4 bits, what prediction goes by (table 17). */
export const LOWER_FOUR = [
  0, -20_456, -12_896, -8968, -6288, -4240, -2584, -1200, 20_456, 12_896, 8968, 6288, 4240, 2584,
  1200, 0,
];
/** How each code of 4 bits moves the scale factor (table 12). */
const LOWER_MOVES = [-60, -30, 58, 172, 334, 538, 1198, 3042];
const LOWER_MOVE_OF = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];

/** Outputs of the higher quantizer of 2 bits (table 18). */
export const HIGHER_TWO = [-7408, -1616, 7408, 1616];
const HIGHER_MOVES = [0, -214, 798];
const HIGHER_MOVE_OF = [2, 1, 2, 1];

/** LOGSCL: the next scale factor after a code of 4 bits. */
export function nextLowerFactor(factor: number, code: number): number {
  const move = LOWER_MOVES[LOWER_MOVE_OF[code] ?? 0] ?? 0;
  return Math.max(0, Math.min(18_432, ((factor * 127) >> 7) + move));
}

/** LOGSCH: the next scale factor after a code of 2 bits. */
export function nextHigherFactor(factor: number, code: number): number {
  const move = HIGHER_MOVES[HIGHER_MOVE_OF[code] ?? 0] ?? 0;
  return Math.max(0, Math.min(22_528, ((factor * 127) >> 7) + move));
}
