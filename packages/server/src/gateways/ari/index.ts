export { AriPbx } from './ari-pbx.ts';
