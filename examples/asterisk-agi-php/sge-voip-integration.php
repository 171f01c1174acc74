#!/usr/bin/env php
<?php
// Sky Genesis VoIP from an Asterisk dialplan: AGI(sge-voip-integration.php,<id of the PBX's call>,<extension>).
//
// Makes a call to the extension, or takes the room that SGE_ROOM names, and leaves the id to be dialled in SGE_CALL_ID; or the code of the refusal in SGE_ERROR. It signs in by the channel variable SGE_TOKEN (an API key),
// or else by SGE_JWT_TOKEN of the environment.

declare(strict_types=1);

const TIMEOUT_S = 5;

/** What Asterisk says of the channel, up to an empty line. */
function readEnvironment(): array
{
    $environment = [];
    while (($line = fgets(STDIN)) !== false && rtrim($line, "\r\n") !== '') {
        [$name, $value] = array_pad(explode(':', rtrim($line, "\r\n"), 2), 2, '');
        $environment[$name] = trim($value);
    }
    return $environment;
}

/** Gives a command and reads its answer: the value in brackets, or null. */
function command(string $text): ?string
{
    fwrite(STDOUT, "$text\n");
    fflush(STDOUT);
    do {
        $answer = fgets(STDIN);
        // The caller may hang up meanwhile.
    } while ($answer !== false && rtrim($answer) === 'HANGUP');
    if ($answer === false || !preg_match('/^200 result=(-?\d+)(?: \((.*)\))?/', $answer, $found)) {
        fwrite(STDERR, 'unexpected answer of Asterisk: ' . rtrim((string) $answer) . "\n");
        exit(1);
    }
    return $found[1] === '1' && ($found[2] ?? '') !== '' ? $found[2] : null;
}

function setVariable(string $name, string $value): void
{
    $plain = preg_replace('/[\x00-\x1f\x7f]/', '', $value);
    command(sprintf('SET VARIABLE %s "%s"', $name, addcslashes($plain, '"\\')));
}

/** @return array{int, array} the status, 0 without an answer, and the JSON that came with it */
function post(string $url, array $body, string $token): array
{
    $credential = str_starts_with($token, 'sgek_') ? "X-API-Key: $token" : "Authorization: Bearer $token";
    $request = curl_init($url);
    curl_setopt_array($request, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => json_encode((object) $body),
        CURLOPT_HTTPHEADER => ['Content-Type: application/json', $credential],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => TIMEOUT_S,
        CURLOPT_TIMEOUT => TIMEOUT_S,
    ]);
    $answer = curl_exec($request);
    $status = curl_getinfo($request, CURLINFO_HTTP_CODE);
    $json = is_string($answer) ? json_decode($answer, true) : null;
    return [$status, is_array($json) ? $json : []];
}

$environment = readEnvironment();
$callId = $argv[1] ?? $environment['agi_uniqueid'] ?? '';
$extension = $argv[2] ?? $environment['agi_extension'] ?? '';
$api = rtrim(getenv('SGE_API_URL') ?: 'http://127.0.0.1:8080/api/v1/voip', '/');
$token = command('GET VARIABLE SGE_TOKEN') ?? (getenv('SGE_JWT_TOKEN') ?: null);
$room = command('GET VARIABLE SGE_ROOM');

if ($token === null) {
    setVariable('SGE_ERROR', 'unauthenticated');
    exit(0);
}

$metadata = ['pbx_call_id' => $callId];
foreach (['caller_number' => 'agi_callerid', 'caller_name' => 'agi_calleridname'] as $field => $source) {
    $value = $environment[$source] ?? 'unknown';
    if ($value !== 'unknown' && $value !== '') {
        $metadata[$field] = $value;
    }
}

if ($room !== null) {
    // The PBX dials the room itself: its door decides.
    setVariable('SGE_CALL_ID', $room);
    exit(0);
}

$call = ['participants' => [$extension], 'call_type' => 'audio', 'metadata' => $metadata];
[$status, $answer] = post("$api/calls", $call, $token);

if ($status === 201 && is_string($answer['id'] ?? null)) {
    setVariable('SGE_CALL_ID', $answer['id']);
} else {
    setVariable('SGE_ERROR', is_string($answer['code'] ?? null) ? $answer['code'] : 'unavailable');
}
