export function keepingCompiledCode(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
