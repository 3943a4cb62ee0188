// Asks a gateway everything that a program with Anthropic's client asks, and prints what came as one JSON object.
//
//   node anthropic.mjs http://127.0.0.1:8091 http://127.0.0.1:8092 KEY
//
// The second gateway asks for the key and lets one request wait for a model, no more.

import Anthropic from "@anthropic-ai/sdk";
import {
  askAll, brokenOff, city, endless, idleAfter, monday, raised, sunny, tiny, untilOneWaits, watched, weather,
} from "./asking.mjs";

const [origin, strict, key] = process.argv.slice(2);
const client = new Anthropic({ baseURL: origin, apiKey: "no-key-needed" });
const question = { model: tiny, max_tokens: 64, temperature: 0, messages: monday };
const forever = { model: endless, max_tokens: 1_000_000, temperature: 0, messages: monday, stream: true };
const tools = [{ name: "get_weather", description: "get_weather", input_schema: city }];
const aboutWeather = { ...question, messages: weather, tools };

async function create() {
  const answer = await client.messages.create(question);
  const { type, role, content, model, stop_reason: stopReason, usage } = answer;
  return { type, role, content, model, stopReason, usage, requestId: answer._request_id };
}

async function system() {
  const answer = await client.messages.create({
    ...question,
    system: "Answer in upper case.",
    messages: [{ role: "user", content: [{ type: "text", text: "What is the capital of Spain?" }] }],
  });
  return { text: answer.content[0].text };
}

async function turns() {
  const answer = await client.messages.create({
    ...question,
    messages: [
      { role: "user", content: "My name is Ana." },
      { role: "assistant", content: "Nice to meet you, Ana." },
      { role: "user", content: "What day comes after Friday?" },
      { role: "assistant", content: "Saturday." },
      { role: "user", content: "What is my name?" },
    ],
  });
  return { text: answer.content[0].text };
}

async function stream() {
  const types = [];
  let text = "";
  for await (const event of await client.messages.create({ ...question, stream: true })) {
    types.push(event.type);
    if (event.type === "content_block_delta") text += event.delta.text;
  }
  return { types, text };
}

async function streamHelper() {
  let heard = "";
  const running = client.messages.stream(question).on("text", (piece) => (heard += piece));
  const final = await running.finalMessage();
  return { heard, text: final.content[0].text, stopReason: final.stop_reason, usage: final.usage };
}

async function stopSequence() {
  const messages = [{ role: "user", content: "Count from 1 to 10." }];
  const answer = await client.messages.create({ ...question, messages, stop_sequences: ["5"] });
  return { text: answer.content[0].text, stopSequence: answer.stop_sequence };
}

async function countTokens() {
  return client.messages.countTokens({ model: tiny, messages: monday });
}

async function tool() {
  const answer = await client.messages.create(aboutWeather);
  const { type, name, input } = answer.content[0];
  return { type, name, input, stopReason: answer.stop_reason };
}

async function toolStream() {
  const answer = await client.messages.stream(aboutWeather).finalMessage();
  const { type, name, input } = answer.content[0];
  return { type, name, input, stopReason: answer.stop_reason };
}

async function toolResult() {
  const call = await client.messages.create(aboutWeather);
  const content = [{ type: "tool_result", tool_use_id: call.content[0].id, content: sunny }];
  const answer = await client.messages.create({
    ...aboutWeather,
    messages: [...weather, { role: "assistant", content: call.content }, { role: "user", content }],
  });
  return { text: answer.content[0].text };
}

async function toolLoop() {
  const asked = [];
  const run = (given) => {
    asked.push(given);
    return sunny;
  };
  const answer = await client.beta.messages.toolRunner({ ...question, messages: weather, tools: [{ type: "custom", ...tools[0], parse: (given) => given, run }] });
  return { text: answer.content[0].text, asked };
}

async function beta() {
  const answer = await client.beta.messages.create({ ...question, betas: ["some-beta-2025-01-01"] });
  return { text: answer.content[0].text };
}

async function list() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return { ids, byAlias: (await client.models.retrieve(tiny)).id };
}

async function batches() {
  return raised(() => client.messages.batches.list());
}

async function wrongModel() {
  return raised(() => client.messages.create({ ...question, model: "recua-tine" }));
}

async function wrongModelStream() {
  return raised(() => client.messages.create({ ...question, model: "recua-tine", stream: true }));
}

async function tooLong() {
  const messages = [{ role: "user", content: "hello ".repeat(3000) }];
  return raised(() => client.messages.create({ ...question, messages }));
}

async function badRequest() {
  return raised(() => client.messages.create({ model: tiny, max_tokens: 3 }, { maxRetries: 0 }));
}

async function wrongKey() {
  const stranger = new Anthropic({ baseURL: strict, apiKey: "guessed" });
  return raised(() => stranger.messages.create(question));
}

async function rightKey() {
  const friend = new Anthropic({ baseURL: strict, apiKey: key });
  const bearer = new Anthropic({ baseURL: strict, apiKey: null, authToken: key });
  const answers = [await friend.messages.create(question), await bearer.messages.create(question)];
  return { texts: answers.map((answer) => answer.content[0].text) };
}

async function abort() {
  const running = await client.messages.create(forever);
  let events = 0;
  for await (const _ of running) {
    if (++events === 5) running.controller.abort();
  }
  const idleMs = await idleAfter(origin, endless);
  const other = await client.messages.create(question);
  return { events, idleMs, text: other.content[0].text };
}

// Its engine is taken away in the middle of a stream.
async function cutOff() {
  return brokenOff(origin, () => client.messages.create(forever));
}

// One answer runs and one waits: the third is refused with a time, and the client asks again after it.
async function retry() {
  const friend = new Anthropic({ baseURL: strict, apiKey: key, maxRetries: 0 });
  const waiting = new AbortController();
  const first = await friend.messages.create(forever);
  await first[Symbol.asyncIterator]().next();
  const second = friend.messages.create(forever, { signal: waiting.signal }).catch((e) => e.constructor.name);
  await untilOneWaits(strict, key, endless);
  const { tries, fetch } = watched((response) => {
    if (response.status !== 429) return;
    first.controller.abort();
    waiting.abort();
  });
  const patient = new Anthropic({ baseURL: strict, apiKey: key, maxRetries: 2, fetch });
  const answer = await patient.messages.create({ ...question, model: endless, max_tokens: 4 });
  return { tries, text: answer.content[0].text, left: await second };
}

// What the gateway says with `x-should-retry: false` is not asked for again.
async function noRetry() {
  const { tries, fetch } = watched();
  const patient = new Anthropic({ baseURL: origin, apiKey: "no-key-needed", maxRetries: 2, fetch });
  const answer = await raised(() => patient.messages.create({ ...question, model: "tiny-broken" }));
  return { ...answer, tries };
}

await askAll([
  create, system, turns, stream, streamHelper, stopSequence, countTokens, tool, toolStream, toolResult, toolLoop, beta, list,
  batches, wrongModel, wrongModelStream, tooLong, badRequest, wrongKey, rightKey, abort, cutOff, retry, noRetry,
]);
