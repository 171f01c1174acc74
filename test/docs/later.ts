/**
 * Blocks of the original document whose capability a later issue brings. Each leaves this list with it.
 */
export const LATER: readonly string[] = [
  // Metrics
  'Métriques SNMP VoIP #1',
  'Métriques Prometheus #1',
  // Mobile
  'Application mobile React Native #1',
];

/** Commands of blocks that run today but for these lines. */
export const LATER_COMMANDS: readonly string[] = [
  // Metrics
  'curl http://localhost:8080/api/v1/voip/metrics',
];
