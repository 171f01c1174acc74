export { createSignaling } from '../core/signaling.ts';
export { BrowserClient, createBrowserClient } from './browser-client.ts';
export { MediaProblem } from './media-problem.ts';
