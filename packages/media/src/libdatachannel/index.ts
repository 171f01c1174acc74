export { LibdatachannelBackend, type LibdatachannelOptions } from './backend.ts';
