// Asks a gateway everything that a program with OpenAI's client asks, and prints what came as one JSON object.
//
//   node openai.mjs http://127.0.0.1:8091 http://127.0.0.1:8092 KEY
//
// The second gateway asks for the key and lets one request wait for a model, no more.

import OpenAI from "openai";
import {
  askAll, brokenOff, city, endless, idleAfter, monday, raised, sunny, tiny, untilOneWaits, watched, weather,
} from "./asking.mjs";

const [origin, strict, key] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: "no-key-needed" });
const question = { model: tiny, temperature: 0, messages: monday };
const forever = { model: endless, temperature: 0, messages: monday, stream: true };
const prompt = "<|im_start|>user\nWhat day comes after Monday?<|im_end|>\n<|im_start|>assistant\n";
const getWeather = { name: "get_weather", description: "get_weather", parameters: city };
const tools = [{ type: "function", function: getWeather }];
const capital = "Answer as JSON with keys city and country: What is the capital of Japan?";
const capitalSchema = {
  name: "capital",
  strict: true,
  schema: {
    type: "object",
    properties: { city: { type: "string" }, country: { type: "string" } },
    required: ["city", "country"],
    additionalProperties: false,
  },
};

async function list() {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return { ids, byAlias: (await client.models.retrieve(tiny)).id };
}

async function chat() {
  const answer = await client.chat.completions.create(question);
  return { text: answer.choices[0].message.content, model: answer.model, usage: answer.usage, requestId: answer._request_id };
}

async function stream() {
  const pieces = [];
  let usage = null;
  for await (const chunk of await client.chat.completions.create({
    ...question,
    stream: true,
    stream_options: { include_usage: true },
  })) {
    pieces.push(chunk.choices[0]?.delta?.content ?? "");
    usage = chunk.usage ?? usage;
  }
  return { text: pieces.join(""), chunks: pieces.length, usage };
}

async function streamHelper() {
  const final = await client.chat.completions.stream(question).finalChatCompletion();
  return { text: final.choices[0].message.content };
}

async function tool() {
  const answer = await client.chat.completions.create({ model: tiny, temperature: 0, messages: weather, tools });
  const { finish_reason: finishReason, message } = answer.choices[0];
  const { name, arguments: given } = message.tool_calls[0].function;
  return { finishReason, name, arguments: given };
}

async function toolStream() {
  const final = await client.chat.completions
    .stream({ model: tiny, temperature: 0, messages: weather, tools })
    .finalChatCompletion();
  const { finish_reason: finishReason, message } = final.choices[0];
  const { name, arguments: given } = message.tool_calls[0].function;
  return { finishReason, name, arguments: given };
}

async function toolLoop() {
  const asked = [];
  const run = (given) => {
    asked.push(given);
    return sunny;
  };
  const runner = client.chat.completions.runTools({
    model: tiny,
    temperature: 0,
    messages: weather,
    tools: [{ type: "function", function: { ...getWeather, parse: JSON.parse, function: run } }],
  });
  return { text: await runner.finalContent(), asked };
}

async function schema() {
  const answer = await client.chat.completions.create({
    model: tiny,
    temperature: 0,
    messages: [{ role: "user", content: capital }],
    response_format: { type: "json_schema", json_schema: capitalSchema },
  });
  return JSON.parse(answer.choices[0].message.content);
}

async function completion() {
  const answer = await client.completions.create({ model: tiny, temperature: 0, prompt });
  return { text: answer.choices[0].text };
}

async function completionStream() {
  let text = "";
  for await (const chunk of await client.completions.create({ model: tiny, temperature: 0, prompt, stream: true })) {
    text += chunk.choices[0].text;
  }
  return { text };
}

async function response() {
  const answer = await client.responses.create({ model: tiny, temperature: 0, input: monday[0].content });
  return { text: answer.output_text, status: answer.status, requestId: answer._request_id };
}

async function responseStream() {
  const types = [];
  let text = "";
  for await (const event of await client.responses.create({ model: tiny, temperature: 0, input: monday[0].content, stream: true })) {
    types.push(event.type);
    if (event.type === "response.output_text.delta") text += event.delta;
  }
  return { text, types };
}

async function responseTool() {
  const tools = [{ type: "function", strict: false, ...getWeather }];
  const call = await client.responses.create({ model: tiny, temperature: 0, input: weather[0].content, tools });
  const { type, name, arguments: given, call_id } = call.output[0];
  const answer = await client.responses.create({
    model: tiny,
    temperature: 0,
    input: [...weather, { type, name, arguments: given, call_id }, { type: "function_call_output", call_id, output: sunny }],
    tools,
  });
  return { type, name, arguments: given, text: answer.output_text };
}

async function responseSchema() {
  const format = { type: "json_schema", ...capitalSchema };
  const answer = await client.responses.create({ model: tiny, temperature: 0, input: capital, text: { format } });
  return JSON.parse(answer.output_text);
}

async function responseHelper() {
  return raised(() => client.responses.stream({ model: tiny, temperature: 0, input: monday[0].content }).finalResponse());
}

async function responseLater() {
  return raised(() => client.responses.retrieve("resp_1"));
}

// The client asks for base64 by itself and turns it back into numbers.
async function embed() {
  const answer = await client.embeddings.create({ model: "tiny-embed", input: ["Monday", "Tuesday"] });
  return answer.data.map((row) => ({
    width: row.embedding.length,
    norm: Math.sqrt(row.embedding.reduce((sum, x) => sum + x * x, 0)),
  }));
}

async function embedFloats() {
  const answer = await client.embeddings.create({ model: "tiny-embed", input: "Monday", encoding_format: "float" });
  return { width: answer.data[0].embedding.length };
}

async function transcribe() {
  const file = new File([new Uint8Array(64)], "nothing.wav", { type: "audio/wav" });
  return raised(() => client.audio.transcriptions.create({ model: tiny, file }, { maxRetries: 0 }));
}

async function moderate() {
  return raised(() => client.moderations.create({ model: tiny, input: "x" }));
}

async function wrongModel() {
  return raised(() => client.chat.completions.create({ ...question, model: "recua-tine" }));
}

async function wrongModelStream() {
  return raised(() => client.chat.completions.create({ ...question, model: "recua-tine", stream: true }));
}

async function wrongModelRetrieve() {
  return raised(() => client.models.retrieve("recua-tine"));
}

async function badRequest() {
  return raised(() => client.chat.completions.create({ ...question, messages: "hi" }));
}

async function wrongKey() {
  const stranger = new OpenAI({ baseURL: `${strict}/v1`, apiKey: "guessed" });
  return raised(() => stranger.chat.completions.create(question));
}

async function rightKey() {
  const friend = new OpenAI({ baseURL: `${strict}/v1`, apiKey: key });
  const answer = await friend.chat.completions.create(question);
  return { text: answer.choices[0].message.content };
}

async function ownRequestId() {
  const headers = { "X-Request-Id": "made-by-the-caller" };
  const { response, request_id: requestId } = await client.chat.completions.create(question, { headers }).withResponse();
  return { requestId, model: response.headers.get("x-recua-model") };
}

// A stream without an end keeps its model loaded; another model is loaded only when the place is free.
async function abort() {
  const controller = new AbortController();
  let chunks = 0;
  for await (const _ of await client.chat.completions.create(forever, { signal: controller.signal })) {
    if (++chunks === 5) controller.abort();
  }
  const idleMs = await idleAfter(origin, endless);
  const other = await client.chat.completions.create(question);
  return { chunks, idleMs, text: other.choices[0].message.content };
}

// Its engine is taken away in the middle of a stream.
async function cutOff() {
  return brokenOff(origin, () => client.chat.completions.create(forever));
}

async function responseCutOff() {
  return brokenOff(origin, () => client.responses.create({ model: endless, input: monday[0].content, stream: true }));
}

// One answer runs and one waits: the third is refused with a time, and the client asks again after it.
async function retry() {
  const friend = new OpenAI({ baseURL: `${strict}/v1`, apiKey: key, maxRetries: 0 });
  const running = new AbortController();
  const waiting = new AbortController();
  const first = await friend.chat.completions.create(forever, { signal: running.signal });
  await first[Symbol.asyncIterator]().next();
  const second = friend.chat.completions.create(forever, { signal: waiting.signal }).catch((e) => e.constructor.name);
  await untilOneWaits(strict, key, endless);
  const { tries, fetch } = watched((response) => {
    if (response.status !== 429) return;
    running.abort();
    waiting.abort();
  });
  const patient = new OpenAI({ baseURL: `${strict}/v1`, apiKey: key, maxRetries: 2, fetch });
  const answer = await patient.chat.completions.create({ ...question, model: endless, max_tokens: 4 });
  return { tries, text: answer.choices[0].message.content, left: await second };
}

// What the gateway says with `x-should-retry: false` is not asked for again.
async function noRetry() {
  const { tries, fetch } = watched();
  const patient = new OpenAI({ baseURL: `${origin}/v1`, apiKey: "no-key-needed", maxRetries: 2, fetch });
  const answer = await raised(() => patient.chat.completions.create({ ...question, model: "tiny-broken" }));
  return { ...answer, tries };
}

await askAll([
  list, chat, stream, streamHelper, tool, toolStream, toolLoop, schema, completion, completionStream, response, responseStream,
  responseTool, responseSchema, responseHelper, responseLater, embed, embedFloats, transcribe, moderate, wrongModel,
  wrongModelStream, wrongModelRetrieve, badRequest, wrongKey, rightKey, ownRequestId, abort, cutOff, responseCutOff, retry,
  noRetry,
]);
