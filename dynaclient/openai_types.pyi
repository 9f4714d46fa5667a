"""Types of OpenAI API, made from its description by dynaclient."""

# ruff: noqa
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, overload
from typing_extensions import NotRequired, Self, TypeAlias, TypedDict, Unpack
from .openai import OpenAI
from .openai import AsyncOpenAI
from .typed import Answer, Answered, AnyAnswer, AsyncAnswer, AsyncEventStream, AsyncJobOf, AsyncPagesOf, AsyncPullOf, AsyncRowsInput, EventStream, FileInput, JobOf, MapOptions, PageRuleInput, PagesOf, PathInput, PullOf, RowsInput, UntilInput

class ModelList(TypedDict):
    """All models, in one piece."""
    object: Literal['list']
    """Always `list`."""
    data: list[Model]
    """The models."""


class Model(TypedDict):
    """A model that requests can name."""
    id: str
    """The name to write into the `model` field of a request."""
    object: Literal['model']
    """Always `model`."""
    created: int
    """When the model was made."""
    owned_by: str
    """Whose model it is, `system` or `openai` for the public ones."""
    shutdown_date: NotRequired[str | None]
    """The day on which the model stops answering, null as long as none is planned."""


class DeletionResult(TypedDict):
    """Confirms that something was deleted."""
    id: str
    """Id of what was deleted."""
    object: str
    """The kind of object that was deleted, followed by `.deleted`."""
    deleted: bool
    """True once it is gone."""


class ChatCompletion(TypedDict):
    """The answer of the model."""
    id: str
    """Id of the answer."""
    object: Literal['chat.completion']
    """Always `chat.completion`."""
    created: int
    """When the answer was made."""
    model: str
    """The exact model that answered."""
    choices: list[ChatCompletionChoicesItem]
    """As many answers as `n` asked for."""
    usage: NotRequired[CompletionUsage]
    """The tokens you pay for."""
    service_tier: NotRequired[ServiceTier]
    """How quickly and at what price to process the request. `auto` follows the settings of the project, `default` is the normal way, `flex` cheap and slow, `fast` and `priority` quick and dear."""
    system_fingerprint: NotRequired[str]
    """Names the state of the service, which together with `seed` explains differing answers. Deprecated, and nothing takes its place."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    moderation: NotRequired[ChatModeration | None]
    """What the check for harm has found, if it was asked for."""


class ChatCompletionChoicesItem(TypedDict):
    index: int
    """Number of the answer, counted from 0."""
    message: ResponseMessage
    """A message of the model."""
    finish_reason: Literal['stop', 'length', 'tool_calls', 'content_filter', 'function_call']
    """Why it ends here. `stop` is a natural end or a stop text, `length` the token limit, `tool_calls` and the older `function_call` that it is your turn, `content_filter` that something had to be left out."""
    logprobs: ChoiceLogprobs | None
    """Log probabilities of the tokens, if they were asked for."""


class ResponseMessage(TypedDict):
    """A message of the model."""
    role: Literal['assistant']
    """Always `assistant`."""
    content: str | None
    """The text, null if there is only something else."""
    refusal: str | None
    """How it declined, if it did."""
    tool_calls: NotRequired[ToolCalls]
    """Calls to tools, each waiting for a `tool` message with its result."""
    annotations: NotRequired[list[ResponseMessageAnnotationsItem]]
    """Where the text cites pages found on the web."""
    audio: NotRequired[ResponseMessageAudio | None]
    """The spoken answer, if one was asked for."""
    function_call: NotRequired[FunctionCall]
    """The older form of `tool_calls`."""


ToolCalls: TypeAlias = list[FunctionToolCall | CustomToolCall]


class FunctionToolCall(TypedDict):
    """A call to a function."""
    id: str
    """Id of the call, to be repeated in the `tool` message."""
    type: Literal['function']
    """Always `function`."""
    function: FunctionCall
    """A function with its arguments."""


class FunctionCall(TypedDict):
    """A function with its arguments."""
    name: str
    """Name of the function."""
    arguments: str
    """The arguments, as JSON text. Unless the function is `strict` it may be faulty, so check it."""


class CustomToolCall(TypedDict):
    """A call to a custom tool."""
    id: str
    """Id of the call, to be repeated in the `tool` message."""
    type: Literal['custom']
    """Always `custom`."""
    custom: CustomToolCallCustom
    """The tool with its input."""


class CustomToolCallCustom(TypedDict):
    """The tool with its input."""
    name: str
    """Name of the tool."""
    input: str
    """The text for the tool."""


class ResponseMessageAnnotationsItem(TypedDict):
    type: Literal['url_citation']
    """Always `url_citation`."""
    url_citation: ResponseMessageAnnotationsItemUrlCitation
    """The page, and the place in the text."""


class ResponseMessageAnnotationsItemUrlCitation(TypedDict):
    """The page, and the place in the text."""
    start_index: int
    """Where in the text the citation begins."""
    end_index: int
    """Where in the text it ends."""
    url: str
    """Address of the page."""
    title: str
    """Title of the page."""


class ResponseMessageAudio(TypedDict):
    """The spoken answer, if one was asked for."""
    id: str
    """The id by which a later conversation can refer to the sound."""
    expires_at: int
    """Until when it can."""
    data: str
    """The sound, in base64."""
    transcript: str
    """The words spoken."""


class ChoiceLogprobs(TypedDict):
    """Log probabilities of the tokens, if they were asked for."""
    content: list[TokenLogprob] | None
    """Those of the text."""
    refusal: list[TokenLogprob] | None
    """Those of the refusal."""


TokenLogprob = TypedDict("TokenLogprob", {
    'token': str,
    'logprob': float,
    'bytes': TokenBytes,
    'top_logprobs': list[TokenLogprobTopLogprobsItem],
})


TokenBytes: TypeAlias = list[int] | None


TokenLogprobTopLogprobsItem = TypedDict("TokenLogprobTopLogprobsItem", {
    'token': str,
    'logprob': float,
    'bytes': TokenBytes,
})


class CompletionUsage(TypedDict):
    """The tokens you pay for."""
    prompt_tokens: int
    """Tokens sent."""
    completion_tokens: int
    """Tokens written."""
    total_tokens: int
    """Both together."""
    prompt_tokens_details: NotRequired[CompletionUsagePromptTokensDetails]
    """More on the tokens sent."""
    completion_tokens_details: NotRequired[CompletionUsageCompletionTokensDetails]
    """More on the tokens written."""


class CompletionUsagePromptTokensDetails(TypedDict):
    """More on the tokens sent."""
    audio_tokens: NotRequired[int]
    """Those of sound."""
    cached_tokens: NotRequired[int]
    """Those that came from the cache."""
    cache_write_tokens: NotRequired[int]
    """Those that were put into the cache."""
    text_tokens: NotRequired[int]
    """Those of text."""
    image_tokens: NotRequired[int]
    """Those of pictures."""


class CompletionUsageCompletionTokensDetails(TypedDict):
    """More on the tokens written."""
    reasoning_tokens: NotRequired[int]
    """Those spent on thinking."""
    audio_tokens: NotRequired[int]
    """Those of sound."""
    text_tokens: NotRequired[int]
    """Those of text."""
    accepted_prediction_tokens: NotRequired[int]
    """Those foretold by `prediction`."""
    rejected_prediction_tokens: NotRequired[int]
    """Those of `prediction` that did not come true, and are paid for nevertheless."""


ServiceTier: TypeAlias = Literal['auto', 'default', 'flex', 'scale', 'priority', 'fast'] | None


Metadata: TypeAlias = dict[str, str] | None


class ChatModeration(TypedDict):
    """What the check for harm has found on either side."""
    input: ChatModerationSide
    """On the conversation you sent."""
    output: ChatModerationSide
    """On the answer."""


ChatModerationSide: TypeAlias = ChatModerationResults | ChatModerationFailure


class ChatModerationResults(TypedDict):
    """The findings."""
    type: Literal['moderation_results']
    """Always `moderation_results`."""
    model: str
    """The model that judged."""
    results: list[ChatModerationResultsResultsItem]
    """One finding per piece of content."""


class ChatModerationResultsResultsItem(TypedDict):
    type: Literal['moderation_result']
    """Always `moderation_result`."""
    model: str
    """The model that judged."""
    flagged: bool
    """Whether at least one category applies."""
    categories: dict[str, bool]
    """For each category, whether it applies. They are explained at moderations."""
    category_scores: dict[str, float]
    """For each category, how sure the model is."""
    category_applied_input_types: dict[str, list[Literal['text', 'image']]]
    """For each category, which kinds of content its score covers."""


class ChatModerationFailure(TypedDict):
    """The check itself went wrong."""
    type: Literal['error']
    """Always `error`."""
    code: str
    """What went wrong, for programs."""
    message: str
    """What went wrong, for people."""


class ChatChunk(TypedDict):
    """A piece of a streamed answer. All its chunks have the same `id` and `created`."""
    id: str
    """Id of the answer."""
    object: Literal['chat.completion.chunk']
    """Always `chat.completion.chunk`."""
    created: int
    """When the answer was begun."""
    model: str
    """The exact model that answers."""
    choices: list[ChatChunkChoicesItem]
    """The new pieces; none in the chunk that carries `usage`."""
    usage: NotRequired[CompletionUsage | None]
    """In the last chunk, if `stream_options` ask for it; otherwise null or missing."""
    obfuscation: NotRequired[str]
    """Padding, to be thrown away."""
    service_tier: NotRequired[ServiceTier]
    """How quickly and at what price to process the request. `auto` follows the settings of the project, `default` is the normal way, `flex` cheap and slow, `fast` and `priority` quick and dear."""
    system_fingerprint: NotRequired[str]
    """Names the state of the service. Deprecated, and nothing takes its place."""
    moderation: NotRequired[ChatModeration | None]
    """What the check for harm has found, in a chunk of its own."""


class ChatChunkChoicesItem(TypedDict):
    index: int
    """Which answer goes on."""
    delta: ChatDelta
    """What is to be added to the message. Texts are appended to what came before."""
    finish_reason: Literal['stop', 'length', 'tool_calls', 'content_filter', 'function_call'] | None
    """Null until the last piece; the values are those of a whole answer."""
    logprobs: NotRequired[ChoiceLogprobs]
    """Log probabilities of the tokens, if they were asked for."""


class ChatDelta(TypedDict):
    """What is to be added to the message. Texts are appended to what came before."""
    role: NotRequired[Literal['developer', 'system', 'user', 'assistant', 'tool']]
    """Whose message it is, in the first piece."""
    content: NotRequired[str | None]
    """The next piece of the text."""
    refusal: NotRequired[str | None]
    """The next piece of the refusal."""
    tool_calls: NotRequired[list[ChatDeltaToolCallsItem]]
    """New calls, or further pieces of calls begun before."""
    function_call: NotRequired[ChatDeltaFunctionCall]
    """The older form of `tool_calls`."""


class ChatDeltaToolCallsItem(TypedDict):
    index: int
    """Which call this belongs to."""
    id: NotRequired[str]
    """Id of the call, in its first piece."""
    type: NotRequired[Literal['function']]
    """Always `function`."""
    function: NotRequired[ChatDeltaToolCallsItemFunction]
    """The next piece of the call."""


class ChatDeltaToolCallsItemFunction(TypedDict):
    """The next piece of the call."""
    name: NotRequired[str]
    """Name of the function."""
    arguments: NotRequired[str]
    """The next piece of the JSON text."""


class ChatDeltaFunctionCall(TypedDict):
    """The older form of `tool_calls`."""
    name: NotRequired[str]
    """Name of the function."""
    arguments: NotRequired[str]
    """The next piece of the JSON text."""


class ChatRequest(TypedDict):
    """A conversation, and how it shall go on."""
    model: ChatModel
    """Name of the model that answers."""
    messages: Sequence[RequestMessage | Mapping[str, Any]]
    """The conversation so far, oldest message first."""
    modalities: NotRequired[Sequence[Literal['text', 'audio']] | None]
    """In which forms to answer. Sound needs a model that can speak, and `audio`."""
    audio: NotRequired[ChatRequestAudio | Mapping[str, Any] | None]
    """How spoken answers shall sound."""
    response_format: NotRequired[ResponseFormat | Mapping[str, Any]]
    """The form of the answer, plain text unless you choose otherwise."""
    prediction: NotRequired[Prediction | Mapping[str, Any] | None]
    """What the answer will probably be, for instance the file that is being changed. It saves time."""
    n: NotRequired[int | None]
    """How many answers to write. You pay for each."""
    max_completion_tokens: NotRequired[int | None]
    """The longest answer, in tokens, counting those spent on thinking."""
    max_tokens: NotRequired[int | None]
    """The older name of `max_completion_tokens`. Models that think do not take it."""
    stop: NotRequired[Stop]
    """Up to four texts at which the answer ends; they are left out of it. `o3` and `o4-mini` do not take this."""
    verbosity: NotRequired[Literal['low', 'medium', 'high'] | None]
    """How wordy the answer shall be."""
    reasoning_effort: NotRequired[ReasoningEffort]
    """How hard to think before answering. Less is faster and cheaper; not every model knows every value."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    frequency_penalty: NotRequired[float | None]
    """Above 0, words become less likely the more often they have been used. From -2 to 2."""
    presence_penalty: NotRequired[float | None]
    """Above 0, words that have been used at all become less likely. From -2 to 2."""
    logit_bias: NotRequired[LogitBias]
    """Token numbers, each with a nudge from -100 (never) to 100 (always)."""
    logprobs: NotRequired[bool | None]
    """Whether to return the log probability of every token."""
    top_logprobs: NotRequired[int | None]
    """How many of the likeliest tokens to return at each place. Needs `logprobs`."""
    seed: NotRequired[int | None]
    """A number of your choice. Equal requests with equal seeds mostly get equal answers. Deprecated, and nothing takes its place."""
    tools: NotRequired[Sequence[Tool | Mapping[str, Any]]]
    """The tools that the model may call."""
    tool_choice: NotRequired[ToolChoice | Mapping[str, Any]]
    """Whether, and which, tools have to be called. Without tools `none` holds, with tools `auto`."""
    parallel_tool_calls: NotRequired[bool]
    """Whether the model may call several tools at once."""
    web_search_options: NotRequired[WebSearchOptions | Mapping[str, Any]]
    """Lets the model search the web, and says how."""
    functions: NotRequired[Sequence[ChatRequestFunctionsItem | Mapping[str, Any]]]
    """The older form of `tools`."""
    function_call: NotRequired[Literal['none', 'auto'] | ChatRequestFunctionCall2 | Mapping[str, Any]]
    """The older form of `tool_choice`."""
    stream: NotRequired[bool | None]
    """Whether to send the answer piece by piece, as server-sent events."""
    stream_options: NotRequired[StreamOptions | Mapping[str, Any] | None]
    """Details of streaming. Only together with `stream`."""
    store: NotRequired[bool | None]
    """Whether to keep the answer, to look at it later or to train and evaluate models with it."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    service_tier: NotRequired[ServiceTier]
    """How quickly and at what price to process the request. `auto` follows the settings of the project, `default` is the normal way, `flex` cheap and slow, `fast` and `priority` quick and dear."""
    moderation: NotRequired[ModerationOptions | Mapping[str, Any] | None]
    """Have the conversation and the answer checked for harm on the way."""
    prompt_cache_key: NotRequired[str | None]
    """Requests with the same key find each other's cached beginnings more often."""
    prompt_cache_options: NotRequired[ChatRequestPromptCacheOptions | Mapping[str, Any]]
    """How the beginning of the conversation is cached. For `gpt-5.6` and newer models."""
    prompt_cache_retention: NotRequired[Literal['in_memory', '24h'] | None]
    """How long the cache lives at most. Use `prompt_cache_options.ttl` instead."""
    safety_identifier: NotRequired[str | None]
    """Your own lasting name for the person behind the request, best a hash, which helps to trace abuse."""
    user: NotRequired[str]
    """The older form of `safety_identifier` and `prompt_cache_key` in one."""


ChatModel: TypeAlias = (
    str
    | Literal['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.5-2026-04-23', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5.4-mini-2026-03-17', 'gpt-5.4-nano-2026-03-17', 'gpt-5.3-chat-latest', 'gpt-5.2', 'gpt-5.2-2025-12-11', 'gpt-5.2-chat-latest', 'gpt-5.2-pro', 'gpt-5.2-pro-2025-12-11', 'gpt-5.1', 'gpt-5.1-2025-11-13', 'gpt-5.1-codex', 'gpt-5.1-mini', 'gpt-5.1-chat-latest', 'gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-2025-08-07', 'gpt-5-mini-2025-08-07', 'gpt-5-nano-2025-08-07', 'gpt-5-chat-latest', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4.1-2025-04-14', 'gpt-4.1-mini-2025-04-14', 'gpt-4.1-nano-2025-04-14', 'o4-mini', 'o4-mini-2025-04-16', 'o3', 'o3-2025-04-16', 'o3-mini', 'o3-mini-2025-01-31', 'o1', 'o1-2024-12-17', 'o1-preview', 'o1-preview-2024-09-12', 'o1-mini', 'o1-mini-2024-09-12', 'gpt-4o', 'gpt-4o-2024-11-20', 'gpt-4o-2024-08-06', 'gpt-4o-2024-05-13', 'gpt-4o-audio-preview', 'gpt-4o-audio-preview-2024-10-01', 'gpt-4o-audio-preview-2024-12-17', 'gpt-4o-audio-preview-2025-06-03', 'gpt-4o-mini-audio-preview', 'gpt-4o-mini-audio-preview-2024-12-17', 'gpt-4o-search-preview', 'gpt-4o-mini-search-preview', 'gpt-4o-search-preview-2025-03-11', 'gpt-4o-mini-search-preview-2025-03-11', 'chatgpt-4o-latest', 'codex-mini-latest', 'gpt-4o-mini', 'gpt-4o-mini-2024-07-18', 'gpt-4-turbo', 'gpt-4-turbo-2024-04-09', 'gpt-4-0125-preview', 'gpt-4-turbo-preview', 'gpt-4-1106-preview', 'gpt-4-vision-preview', 'gpt-4', 'gpt-4-0314', 'gpt-4-0613', 'gpt-4-32k', 'gpt-4-32k-0314', 'gpt-4-32k-0613', 'gpt-3.5-turbo', 'gpt-3.5-turbo-16k', 'gpt-3.5-turbo-0301', 'gpt-3.5-turbo-0613', 'gpt-3.5-turbo-1106', 'gpt-3.5-turbo-0125', 'gpt-3.5-turbo-16k-0613']
)


RequestMessage: TypeAlias = DeveloperMessage | SystemMessage | UserMessage | AssistantMessage | ToolMessage | FunctionMessage


class DeveloperMessage(TypedDict):
    """Your orders to the model, which stand above what users say."""
    role: Literal['developer']
    """Always `developer`."""
    content: TextContent
    """A text, in one piece or in several parts."""
    name: NotRequired[str]
    """A name that tells participants of the same role apart."""


TextContent: TypeAlias = str | Sequence[TextPart | Mapping[str, Any]]


class TextPart(TypedDict):
    """Some text."""
    type: Literal['text']
    """Always `text`."""
    text: str
    """The text."""
    prompt_cache_breakpoint: NotRequired[CacheBreakpoint | Mapping[str, Any]]
    """Marks that everything up to here will be sent again and is worth caching."""


class CacheBreakpoint(TypedDict):
    """Marks that everything up to here will be sent again and is worth caching."""
    mode: NotRequired[Literal['explicit']]
    """Always `explicit`."""


class SystemMessage(TypedDict):
    """The same for models older than `o1`."""
    role: Literal['system']
    """Always `system`."""
    content: TextContent
    """A text, in one piece or in several parts."""
    name: NotRequired[str]
    """A name that tells participants of the same role apart."""


class UserMessage(TypedDict):
    """What a person says or shows."""
    role: Literal['user']
    """Always `user`."""
    content: str | Sequence[TextPart | ImagePart | AudioPart | FilePart | Mapping[str, Any]]
    """A text, or parts of several kinds as far as the model understands them."""
    name: NotRequired[str]
    """A name that tells participants of the same role apart."""


class ImagePart(TypedDict):
    """A picture."""
    type: Literal['image_url']
    """Always `image_url`."""
    image_url: ImagePartImageUrl | Mapping[str, Any]
    """Where the picture is, and how closely to look."""
    prompt_cache_breakpoint: NotRequired[CacheBreakpoint | Mapping[str, Any]]
    """Marks that everything up to here will be sent again and is worth caching."""


class ImagePartImageUrl(TypedDict):
    """Where the picture is, and how closely to look."""
    url: str
    """A web address, or the picture itself as a `data:` URL in base64."""
    detail: NotRequired[Literal['auto', 'low', 'high']]
    """How closely to look. `low` costs the fewest tokens."""


class AudioPart(TypedDict):
    """A piece of sound."""
    type: Literal['input_audio']
    """Always `input_audio`."""
    input_audio: AudioPartInputAudio | Mapping[str, Any]
    """The sound."""
    prompt_cache_breakpoint: NotRequired[CacheBreakpoint | Mapping[str, Any]]
    """Marks that everything up to here will be sent again and is worth caching."""


class AudioPartInputAudio(TypedDict):
    """The sound."""
    data: str
    """The sound, in base64."""
    format: Literal['wav', 'mp3']
    """In which format it is."""


class FilePart(TypedDict):
    """A document, either stored before or sent along."""
    type: Literal['file']
    """Always `file`."""
    file: FilePartFile | Mapping[str, Any]
    """The document, as `file_id` or as `filename` with `file_data`."""
    prompt_cache_breakpoint: NotRequired[CacheBreakpoint | Mapping[str, Any]]
    """Marks that everything up to here will be sent again and is worth caching."""


class FilePartFile(TypedDict):
    """The document, as `file_id` or as `filename` with `file_data`."""
    file_id: NotRequired[str]
    """Id of a stored file."""
    filename: NotRequired[str]
    """Name of the document that is sent along."""
    file_data: NotRequired[str]
    """Its content, in base64."""


class AssistantMessage(TypedDict):
    """What the model has said before."""
    role: Literal['assistant']
    """Always `assistant`."""
    content: NotRequired[str | Sequence[TextPart | RefusalPart | Mapping[str, Any]] | None]
    """What it said. May be missing if it called tools."""
    refusal: NotRequired[str | None]
    """Its refusal, if it declined."""
    name: NotRequired[str]
    """A name that tells participants of the same role apart."""
    audio: NotRequired[AssistantMessageAudio | Mapping[str, Any] | None]
    """What it said aloud."""
    tool_calls: NotRequired[ToolCalls | Sequence[Mapping[str, Any]]]
    """Calls to tools, each waiting for a `tool` message with its result."""
    function_call: NotRequired[FunctionCall | Mapping[str, Any] | None]
    """The older form of `tool_calls`."""


class RefusalPart(TypedDict):
    """A refusal by the model."""
    type: Literal['refusal']
    """Always `refusal`."""
    refusal: str
    """How it declined."""


class AssistantMessageAudio(TypedDict):
    """What it said aloud."""
    id: str
    """Id of the sound in that earlier answer."""


class ToolMessage(TypedDict):
    """What a tool has returned."""
    role: Literal['tool']
    """Always `tool`."""
    content: TextContent
    """A text, in one piece or in several parts."""
    tool_call_id: str
    """Id of the call that this answers."""


class FunctionMessage(TypedDict):
    """The older form of a `tool` message."""
    role: Literal['function']
    """Always `function`."""
    content: str | None
    """What the function has returned."""
    name: str
    """Name of the function."""


class ChatRequestAudio(TypedDict):
    """How spoken answers shall sound."""
    voice: Voice | Mapping[str, Any]
    """Who speaks, given as the name of a built-in voice or as the id of a custom one."""
    format: Literal['wav', 'aac', 'mp3', 'flac', 'opus', 'pcm16']
    """The format of the sound."""


Voice: TypeAlias = VoiceName | Voice2


VoiceName: TypeAlias = (
    str
    | Literal['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'onyx', 'nova', 'sage', 'shimmer', 'verse', 'marin', 'cedar']
)


class Voice2(TypedDict):
    """A voice made for your organization."""
    id: str
    """Id of the custom voice."""


ResponseFormat: TypeAlias = TextFormat | JsonObjectFormat | JsonSchemaFormat


class TextFormat(TypedDict):
    """Plain text."""
    type: Literal['text']
    """Always `text`."""


class JsonObjectFormat(TypedDict):
    """Some JSON object. The conversation has to ask for JSON too; `json_schema` is the better choice."""
    type: Literal['json_object']
    """Always `json_object`."""


class JsonSchemaFormat(TypedDict):
    """JSON that fits a schema of yours."""
    type: Literal['json_schema']
    """Always `json_schema`."""
    json_schema: JsonSchemaFormatJsonSchema
    """The schema, with a name."""


class JsonSchemaFormatJsonSchema(TypedDict):
    """The schema, with a name."""
    name: str
    """A name of letters, digits, `_` and `-`, 64 of them at most."""
    description: NotRequired[str]
    """What the format is for. The model reads this."""
    schema: NotRequired[dict[str, Any]]
    """The JSON Schema to be fitted."""
    strict: NotRequired[bool | None]
    """Whether the answer fits without exception. The schema may then use only a part of JSON Schema."""


class Prediction(TypedDict):
    """A text that the answer will mostly repeat."""
    type: Literal['content']
    """Always `content`."""
    content: TextContent
    """A text, in one piece or in several parts."""


Stop: TypeAlias = str | Sequence[str] | None


ReasoningEffort: TypeAlias = Literal['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] | None


LogitBias: TypeAlias = Mapping[str, int] | None


Tool: TypeAlias = FunctionTool | CustomTool


class FunctionTool(TypedDict):
    """A function that is called with JSON."""
    type: Literal['function']
    """Always `function`."""
    function: FunctionDefinition
    """What the model has to know about a function."""


class FunctionDefinition(TypedDict):
    """What the model has to know about a function."""
    name: str
    """Name of the function, up to 64 letters, digits, `_` and `-`."""
    description: NotRequired[str]
    """What the function does and when to call it. The model reads this."""
    parameters: NotRequired[dict[str, Any]]
    """The arguments of the function, as a JSON Schema. Without it the function takes none."""
    strict: NotRequired[bool | None]
    """Whether calls fit `parameters` without exception, which may then use only a part of JSON Schema."""


class CustomTool(TypedDict):
    """A tool that is called with text, free or bound to a grammar."""
    type: Literal['custom']
    """Always `custom`."""
    custom: CustomToolCustom | Mapping[str, Any]
    """What the model has to know about the tool."""


class CustomToolCustom(TypedDict):
    """What the model has to know about the tool."""
    name: str
    """Name of the tool."""
    description: NotRequired[str]
    """What the tool does and when to call it."""
    format: NotRequired[CustomTextFormat | CustomGrammarFormat | Mapping[str, Any]]
    """What the model may write into a call, any text unless you say otherwise."""


class CustomTextFormat(TypedDict):
    """Any text."""
    type: Literal['text']
    """Always `text`."""


class CustomGrammarFormat(TypedDict):
    """Text that obeys a grammar."""
    type: Literal['grammar']
    """Always `grammar`."""
    grammar: CustomGrammarFormatGrammar | Mapping[str, Any]
    """The grammar."""


class CustomGrammarFormatGrammar(TypedDict):
    """The grammar."""
    definition: str
    """The text of the grammar."""
    syntax: Literal['lark', 'regex']
    """In which notation it is written."""


ToolChoice: TypeAlias = Literal['none', 'auto', 'required'] | AllowedToolsChoice | FunctionChoice | CustomToolChoice


class AllowedToolsChoice(TypedDict):
    """Only some of the tools."""
    type: Literal['allowed_tools']
    """Always `allowed_tools`."""
    allowed_tools: AllowedToolsChoiceAllowedTools | Mapping[str, Any]
    """Which ones, and whether one of them has to be called."""


class AllowedToolsChoiceAllowedTools(TypedDict):
    """Which ones, and whether one of them has to be called."""
    mode: Literal['auto', 'required']
    """With `required` at least one of them has to be called."""
    tools: Sequence[Mapping[str, Any]]
    """The tools, named as in `tool_choice`."""


class FunctionChoice(TypedDict):
    """This function and no other."""
    type: Literal['function']
    """Always `function`."""
    function: FunctionChoiceFunction | Mapping[str, Any]
    """The function."""


class FunctionChoiceFunction(TypedDict):
    """The function."""
    name: str
    """Its name."""


class CustomToolChoice(TypedDict):
    """This custom tool and no other."""
    type: Literal['custom']
    """Always `custom`."""
    custom: CustomToolChoiceCustom | Mapping[str, Any]
    """The tool."""


class CustomToolChoiceCustom(TypedDict):
    """The tool."""
    name: str
    """Its name."""


class WebSearchOptions(TypedDict):
    """Lets the model search the web, and says how."""
    user_location: NotRequired[WebSearchOptionsUserLocation | Mapping[str, Any] | None]
    """Roughly where the person is, for nearby results."""
    search_context_size: NotRequired[Literal['low', 'medium', 'high']]
    """How much of the model's memory search results may fill."""


class WebSearchOptionsUserLocation(TypedDict):
    """Roughly where the person is, for nearby results."""
    type: Literal['approximate']
    """Always `approximate`."""
    approximate: WebSearchOptionsUserLocationApproximate | Mapping[str, Any]
    """The place; every part may be left out."""


class WebSearchOptionsUserLocationApproximate(TypedDict):
    """The place; every part may be left out."""
    country: NotRequired[str]
    """Two-letter ISO code of the country, such as `DE`."""
    region: NotRequired[str]
    """The region, in your own words."""
    city: NotRequired[str]
    """The city, in your own words."""
    timezone: NotRequired[str]
    """The IANA time zone, such as `Europe/Berlin`."""


class ChatRequestFunctionsItem(TypedDict):
    name: str
    """Name of the function, up to 64 letters, digits, `_` and `-`."""
    description: NotRequired[str]
    """What the function does and when to call it."""
    parameters: NotRequired[dict[str, Any]]
    """The arguments of the function, as a JSON Schema. Without it the function takes none."""


class ChatRequestFunctionCall2(TypedDict):
    """The function that has to be called."""
    name: str
    """Name of the function."""


class StreamOptions(TypedDict):
    """Details of streaming. Only together with `stream`."""
    include_usage: NotRequired[bool]
    """Whether to send a last chunk that has no choices but the token counts of the whole request."""
    include_obfuscation: NotRequired[bool]
    """Whether to pad chunks to similar lengths, so that nobody on the line can guess at the words. On unless you switch it off."""


class ModerationOptions(TypedDict):
    """With which model to check, and what to do about it."""
    model: str
    """Name of a moderation model, such as `omni-moderation-latest`."""
    policy: NotRequired[ModerationOptionsPolicy | Mapping[str, Any] | None]
    """What to do with each side."""


class ModerationOptionsPolicy(TypedDict):
    """What to do with each side."""
    input: NotRequired[ModerationPolicy | Mapping[str, Any] | None]
    """The policy for the conversation you send."""
    output: NotRequired[ModerationPolicy | Mapping[str, Any] | None]
    """The policy for the answer of the model."""


class ModerationPolicy(TypedDict):
    """What to do with harmful content."""
    mode: Literal['score', 'block']
    """Only report scores, or block what is harmful."""


class ChatRequestPromptCacheOptions(TypedDict):
    """How the beginning of the conversation is cached. For `gpt-5.6` and newer models."""
    ttl: NotRequired[Literal['30m']]
    """How long the cache lives at least. There is only the one value."""
    mode: NotRequired[Literal['implicit', 'explicit']]
    """With `implicit` the service sets one mark by itself, beside up to three of yours. With `explicit` only yours count, four at most, and without any nothing is cached."""


class CreateChatCompletionAudio(TypedDict):
    """How spoken answers shall sound."""
    voice: Voice | Mapping[str, Any]
    """Who speaks, given as the name of a built-in voice or as the id of a custom one."""
    format: Literal['wav', 'aac', 'mp3', 'flac', 'opus', 'pcm16']
    """The format of the sound."""


class CreateChatCompletionFunctionsItem(TypedDict):
    name: str
    """Name of the function, up to 64 letters, digits, `_` and `-`."""
    description: NotRequired[str]
    """What the function does and when to call it."""
    parameters: NotRequired[dict[str, Any]]
    """The arguments of the function, as a JSON Schema. Without it the function takes none."""


class CreateChatCompletionFunctionCall2(TypedDict):
    """The function that has to be called."""
    name: str
    """Name of the function."""


class CreateChatCompletionPromptCacheOptions(TypedDict):
    """How the beginning of the conversation is cached. For `gpt-5.6` and newer models."""
    ttl: NotRequired[Literal['30m']]
    """How long the cache lives at least. There is only the one value."""
    mode: NotRequired[Literal['implicit', 'explicit']]
    """With `implicit` the service sets one mark by itself, beside up to three of yours. With `explicit` only yours count, four at most, and without any nothing is cached."""


class Completion(TypedDict):
    """One or more continuations."""
    id: str
    """Id of the answer."""
    object: Literal['text_completion']
    """Always `text_completion`."""
    created: int
    """When the answer was begun."""
    model: str
    """The model that wrote."""
    system_fingerprint: NotRequired[str]
    """Names the state of the service, which together with `seed` explains differing answers."""
    choices: list[CompletionChoice]
    """The continuations."""
    usage: NotRequired[CompletionUsage]
    """The tokens you pay for."""


class CompletionChoice(TypedDict):
    """One continuation."""
    index: int
    """Its number, counted from 0."""
    text: str
    """What the model has written."""
    finish_reason: Literal['stop', 'length', 'content_filter']
    """Why it ends here. `stop` is a natural end or a stop text, `length` the token limit, `content_filter` that something had to be left out."""
    logprobs: CompletionChoiceLogprobs | None
    """Log probabilities, if they were asked for."""


class CompletionChoiceLogprobs(TypedDict):
    """Log probabilities, if they were asked for."""
    tokens: NotRequired[list[str]]
    """The tokens written."""
    token_logprobs: NotRequired[list[float]]
    """The log probability of each token."""
    top_logprobs: NotRequired[list[dict[str, float]]]
    """At each place the likeliest tokens with their log probabilities."""
    text_offset: NotRequired[list[int]]
    """Where in the text each token begins."""


class CompletionChunk(TypedDict):
    """A streamed piece of the answer. The shape is that of `Completion`, but for the open end."""
    id: str
    """Id of the answer."""
    object: Literal['text_completion']
    """Always `text_completion`."""
    created: int
    """When the answer was begun."""
    model: str
    """The model that writes."""
    system_fingerprint: NotRequired[str]
    """Names the state of the service."""
    choices: list[CompletionChunkChoicesItem]
    """The new pieces; none in the event that carries `usage`."""
    usage: NotRequired[CompletionUsage | None]
    """In the last event, if `stream_options` ask for it; otherwise null or missing."""


class CompletionChunkChoicesItem(TypedDict):
    index: int
    """Which continuation goes on."""
    text: str
    """The next piece."""
    finish_reason: NotRequired[Literal['stop', 'length', 'content_filter'] | None]
    """Null until the last piece."""
    logprobs: NotRequired[dict[str, Any] | None]
    """Log probabilities of this piece, if they were asked for."""


class CompletionRequest(TypedDict):
    """The text to continue, and how."""
    model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002']
    """Name of a model that can continue texts."""
    prompt: NotRequired[str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None]
    """What to continue, as text or as token numbers. Null starts from a blank page."""
    best_of: NotRequired[int | None]
    """How many candidates to write, of which the `n` likeliest are returned; at least as many as `n`. You pay for all of them, and they cannot be streamed."""
    echo: NotRequired[bool | None]
    """Whether to repeat the prompt before its continuation."""
    frequency_penalty: NotRequired[float | None]
    """Above 0, words become less likely the more often they have been used. From -2 to 2."""
    logit_bias: NotRequired[LogitBias]
    """Token numbers, each with a nudge from -100 (never) to 100 (always)."""
    logprobs: NotRequired[int | None]
    """For how many of the likeliest tokens at each place to return the log probability."""
    max_tokens: NotRequired[int | None]
    """The longest continuation, in tokens. Together with the prompt it has to fit the model."""
    n: NotRequired[int | None]
    """How many continuations to return for each prompt."""
    presence_penalty: NotRequired[float | None]
    """Above 0, words that have been used at all become less likely. From -2 to 2."""
    seed: NotRequired[int | None]
    """A number of your choice. Equal requests with equal seeds mostly get equal answers."""
    stop: NotRequired[Stop]
    """Up to four texts at which the answer ends; they are left out of it. `o3` and `o4-mini` do not take this."""
    stream: NotRequired[bool | None]
    """Whether to send the answer piece by piece, as server-sent events."""
    stream_options: NotRequired[StreamOptions | Mapping[str, Any]]
    """Details of streaming. Only together with `stream`."""
    suffix: NotRequired[str | None]
    """What comes after the gap, to have text inserted. Known to `gpt-3.5-turbo-instruct` alone."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    user: NotRequired[str]
    """Your own name for the person behind the request, which helps to trace abuse."""


class EmbeddingList(TypedDict):
    """One vector per text, and what it cost."""
    object: Literal['list']
    """Always `list`."""
    model: str
    """The model that was used."""
    data: list[Embedding]
    """The vectors."""
    usage: EmbeddingListUsage
    """The tokens you pay for."""


class Embedding(TypedDict):
    """The vector of one text."""
    index: int
    """Which text of the request this is, counted from 0."""
    object: Literal['embedding']
    """Always `embedding`."""
    embedding: list[float] | str
    """The vector."""


class EmbeddingListUsage(TypedDict):
    """The tokens you pay for."""
    prompt_tokens: int
    """Tokens in all texts together."""
    total_tokens: int
    """Tokens that are charged."""


class EmbeddingRequest(TypedDict):
    """Which texts to embed, and how."""
    model: str | Literal['text-embedding-ada-002', 'text-embedding-3-small', 'text-embedding-3-large']
    """Name of an embedding model."""
    input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]]
    """What to embed, as text or as tokens you have counted yourself. No text may be empty or longer than 8192 tokens, and one request may carry 300,000 tokens in all."""
    encoding_format: NotRequired[Literal['float', 'base64']]
    """Whether vectors come as lists of numbers or, more compactly, as `base64` of 32-bit floats."""
    dimensions: NotRequired[int]
    """Length of the vectors. The `text-embedding-3` family and newer models can shorten theirs."""
    user: NotRequired[str]
    """Your own name for the person behind the request, which helps to trace abuse."""


class ModerationResponse(TypedDict):
    """The verdicts."""
    id: str
    """Id of this check."""
    model: str
    """The model that judged."""
    results: list[ModerationResult]
    """One result per input, in their order."""


class ModerationResult(TypedDict):
    """The verdict on one input."""
    flagged: bool
    """Whether at least one category applies."""
    categories: ModerationVerdicts
    """For each category, whether the input falls into it."""
    category_scores: ModerationScores
    """For each category, how sure the model is, from 0 to 1."""
    category_applied_input_types: ModerationInputTypes
    """For each category, which kinds of input its score covers. Some categories look at text alone."""


ModerationVerdicts = TypedDict("ModerationVerdicts", {
    'hate': bool,
    'hate/threatening': bool,
    'harassment': bool,
    'harassment/threatening': bool,
    'illicit': bool | None,
    'illicit/violent': bool | None,
    'self-harm': bool,
    'self-harm/intent': bool,
    'self-harm/instructions': bool,
    'sexual': bool,
    'sexual/minors': bool,
    'violence': bool,
    'violence/graphic': bool,
})


ModerationScores = TypedDict("ModerationScores", {
    'hate': float,
    'hate/threatening': float,
    'harassment': float,
    'harassment/threatening': float,
    'illicit': float,
    'illicit/violent': float,
    'self-harm': float,
    'self-harm/intent': float,
    'self-harm/instructions': float,
    'sexual': float,
    'sexual/minors': float,
    'violence': float,
    'violence/graphic': float,
})


ModerationInputTypes = TypedDict("ModerationInputTypes", {
    'hate': TextOnly,
    'hate/threatening': TextOnly,
    'harassment': TextOnly,
    'harassment/threatening': TextOnly,
    'illicit': TextOnly,
    'illicit/violent': TextOnly,
    'self-harm': TextOrImage,
    'self-harm/intent': TextOrImage,
    'self-harm/instructions': TextOrImage,
    'sexual': TextOrImage,
    'sexual/minors': TextOnly,
    'violence': TextOrImage,
    'violence/graphic': TextOrImage,
})


TextOnly: TypeAlias = list[Literal['text']]


TextOrImage: TypeAlias = list[Literal['text', 'image']]


class ModerationRequest(TypedDict):
    """What to check, and with which model."""
    input: str | Sequence[str] | Sequence[ModerationText | ModerationImage | Mapping[str, Any]]
    """The content to check. Only the `omni` models look at pictures."""
    model: NotRequired[str | Literal['omni-moderation-latest', 'omni-moderation-2024-09-26', 'text-moderation-latest', 'text-moderation-stable']]
    """Name of a moderation model."""


class ModerationText(TypedDict):
    """A piece of text to check."""
    type: Literal['text']
    """Always `text`."""
    text: str
    """The text itself."""


class ModerationImage(TypedDict):
    """A picture to check."""
    type: Literal['image_url']
    """Always `image_url`."""
    image_url: ModerationImageImageUrl | Mapping[str, Any]
    """Where the picture is."""


class ModerationImageImageUrl(TypedDict):
    """Where the picture is."""
    url: str
    """A web address, or the picture itself as a `data:` URL in base64."""


CreateSpeechResponseStreamEvent: TypeAlias = SpeechAudioDeltaEvent | SpeechAudioDoneEvent


class SpeechAudioDeltaEvent(TypedDict):
    """The next piece of sound."""
    type: Literal['speech.audio.delta']
    """Tells this event apart."""
    audio: str
    """A few moments of sound, in base64."""


class SpeechAudioDoneEvent(TypedDict):
    """All sound has been sent."""
    type: Literal['speech.audio.done']
    """Tells this event apart."""
    usage: SpeechAudioDoneEventUsage
    """What the request cost, in tokens."""


class SpeechAudioDoneEventUsage(TypedDict):
    """What the request cost, in tokens."""
    input_tokens: int
    """Tokens of the text and the instructions."""
    output_tokens: int
    """Tokens of the sound."""
    total_tokens: int
    """Both together."""


class CreateSpeechRequest(TypedDict):
    """What to say, and how it shall sound."""
    model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15']
    """The speech model, one of those listed or a newer one."""
    input: str
    """What is to be spoken. Split anything longer than 4096 characters over several calls."""
    instructions: NotRequired[str]
    """How to speak: mood, pace, accent, role. The models `tts-1` and `tts-1-hd` pay no heed to it."""
    voice: Voice | Mapping[str, Any]
    """Who speaks, given as the name of a built-in voice or as the id of a custom one."""
    response_format: NotRequired[Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']]
    """The file format of the sound. Take `pcm` or `wav` for the shortest wait, `opus` for calls."""
    speed: NotRequired[float]
    """How fast to speak, from a quarter of the normal pace to four times it."""
    stream_format: NotRequired[Literal['sse', 'audio']]
    """How the sound is delivered: the plain file (`audio`), or base64 pieces in server-sent events (`sse`), which `tts-1` and `tts-1-hd` cannot do."""


class CreateTranscriptionResponseJson(TypedDict):
    """The text of a recording."""
    text: str
    """What was said."""
    languages: NotRequired[HeardLanguages]
    """The languages `gpt-transcribe` heard; empty if it could not tell."""
    logprobs: NotRequired[TokenLogprobs]
    """How sure the model was of each token, if `logprobs` was included."""
    usage: NotRequired[TranscriptionUsage]
    """What the request cost, in tokens or in seconds, depending on the model."""


HeardLanguages: TypeAlias = list[HeardLanguagesItem]


class HeardLanguagesItem(TypedDict):
    """A language that was heard."""
    code: str
    """Code of the language."""


TokenLogprobs: TypeAlias = list[TokenLogprobsItem]


TokenLogprobsItem = TypedDict("TokenLogprobsItem", {
    'token': NotRequired[str],
    'logprob': NotRequired[float],
    'bytes': NotRequired[list[float]],
})


TranscriptionUsage: TypeAlias = TranscriptTextUsageTokens | TranscriptTextUsageDuration


class TranscriptTextUsageTokens(TypedDict):
    """The cost where a model is billed by tokens."""
    type: Literal['tokens']
    """Tells this kind of cost apart."""
    input_tokens: int
    """Tokens that went in."""
    input_token_details: NotRequired[TranscriptTextUsageTokensInputTokenDetails]
    """What these consisted of."""
    output_tokens: int
    """Tokens that came out."""
    total_tokens: int
    """Both together."""


class TranscriptTextUsageTokensInputTokenDetails(TypedDict):
    """What these consisted of."""
    text_tokens: NotRequired[int]
    """Tokens of the prompt."""
    audio_tokens: NotRequired[int]
    """Tokens of the recording."""


class TranscriptTextUsageDuration(TypedDict):
    """The cost where a model is billed by time."""
    type: Literal['duration']
    """Tells this kind of cost apart."""
    seconds: float
    """Billed seconds of sound."""


class CreateTranscriptionResponseDiarizedJson(TypedDict):
    """The text of a recording, told apart by speaker."""
    task: Literal['transcribe']
    """What was done."""
    duration: float
    """Length of the recording in seconds."""
    text: str
    """Everything that was said, by all."""
    segments: list[TranscriptionDiarizedSegment]
    """Who said what, in order of time."""
    usage: NotRequired[TranscriptionUsage]
    """What the request cost, in tokens or in seconds, depending on the model."""


class TranscriptionDiarizedSegment(TypedDict):
    """What one speaker said without a break. It is an item of the answer and an event of the stream."""
    type: Literal['transcript.text.segment']
    """Tells this object apart."""
    id: str
    """Id of the segment."""
    start: float
    """Beginning, in seconds."""
    end: float
    """End, in seconds."""
    text: str
    """What was said."""
    speaker: str
    """A name you gave, or `A`, `B`, `C` and so on for strangers."""


class CreateTranscriptionResponseVerboseJson(TypedDict):
    """The text of a recording with times and measures of certainty."""
    language: str
    """The language that was heard."""
    duration: float
    """Length of the recording in seconds."""
    text: str
    """What was said."""
    words: NotRequired[list[TranscriptionWord]]
    """Each word with its time, if words were asked for."""
    segments: NotRequired[list[TranscriptionSegment]]
    """Each segment with its time, if segments were asked for."""
    usage: NotRequired[TranscriptTextUsageDuration]
    """The cost where a model is billed by time."""


class TranscriptionWord(TypedDict):
    """A word and its time."""
    word: str
    """The word."""
    start: float
    """Beginning, in seconds."""
    end: float
    """End, in seconds."""


class TranscriptionSegment(TypedDict):
    """A stretch of speech as `whisper-1` cut it."""
    id: int
    """Number of the segment."""
    seek: int
    """Where in the recording the model was reading."""
    start: float
    """Beginning, in seconds."""
    end: float
    """End, in seconds."""
    text: str
    """What was said."""
    tokens: list[int]
    """The same as token numbers."""
    temperature: float
    """The temperature that was finally used."""
    avg_logprob: float
    """Mean log probability; distrust values under -1."""
    compression_ratio: float
    """How repetitive it is; distrust values over 2.4."""
    no_speech_prob: float
    """How likely it is that nobody spoke."""


CreateTranscriptionResponseStreamEvent: TypeAlias = TranscriptTextDeltaEvent | TranscriptionDiarizedSegment | TranscriptTextDoneEvent


class TranscriptTextDeltaEvent(TypedDict):
    """The next piece of text."""
    type: Literal['transcript.text.delta']
    """Tells this event apart."""
    delta: str
    """The text to append."""
    logprobs: NotRequired[TokenLogprobs]
    """How sure the model was of each token, if `logprobs` was included."""
    segment_id: NotRequired[str]
    """The segment it belongs to, where speakers are told apart."""


class TranscriptTextDoneEvent(TypedDict):
    """The recording has been written down to its end."""
    type: Literal['transcript.text.done']
    """Tells this event apart."""
    text: str
    """Everything that was said."""
    languages: NotRequired[HeardLanguages]
    """The languages `gpt-transcribe` heard; empty if it could not tell."""
    logprobs: NotRequired[TokenLogprobs]
    """How sure the model was of each token, if `logprobs` was included."""
    usage: NotRequired[TranscriptTextUsageTokens]
    """The cost where a model is billed by tokens."""


CreateTranscriptionRequest = TypedDict("CreateTranscriptionRequest", {
    'file': FileInput,
    'model': str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
    'language': NotRequired[str],
    'languages': NotRequired[Sequence[str]],
    'languages[]': NotRequired[Languages],
    'keywords': NotRequired[Sequence[str]],
    'keywords[]': NotRequired[Keywords],
    'prompt': NotRequired[str],
    'response_format': NotRequired[Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json']],
    'temperature': NotRequired[float],
    'include': NotRequired[Sequence[Literal['logprobs']]],
    'include[]': NotRequired[Include],
    'timestamp_granularities': NotRequired[Sequence[Literal['word', 'segment']]],
    'timestamp_granularities[]': NotRequired[TimestampGranularities],
    'stream': NotRequired[bool | None],
    'chunking_strategy': NotRequired[Literal['auto'] | VadConfig | Mapping[str, Any] | None],
    'known_speaker_names': NotRequired[Sequence[str]],
    'known_speaker_names[]': NotRequired[KnownSpeakerNames],
    'known_speaker_references': NotRequired[Sequence[str]],
    'known_speaker_references[]': NotRequired[KnownSpeakerReferences],
})


Languages: TypeAlias = Sequence[str]


Keywords: TypeAlias = Sequence[str]


Include: TypeAlias = Sequence[Literal['logprobs']]


TimestampGranularities: TypeAlias = Sequence[Literal['word', 'segment']]


class VadConfig(TypedDict):
    """Settings for finding the pauses in a recording."""
    type: Literal['server_vad']
    """The only method there is."""
    prefix_padding_ms: NotRequired[int]
    """How many milliseconds to keep from before the moment speech sets in."""
    silence_duration_ms: NotRequired[int]
    """How many milliseconds of silence end a piece. Low values cut sooner, even at a breath."""
    threshold: NotRequired[float]
    """How loud counts as speech, from 0 to 1. Raise it for noisy places."""


KnownSpeakerNames: TypeAlias = Sequence[str]


KnownSpeakerReferences: TypeAlias = Sequence[str]


class CreateTranslationResponseJson(TypedDict):
    """The English text of a recording."""
    text: str
    """What was said."""


class CreateTranslationResponseVerboseJson(TypedDict):
    """The English text of a recording with times and measures of certainty."""
    language: str
    """The language of the text, which is always `english`."""
    duration: float
    """Length of the recording in seconds."""
    text: str
    """What was said."""
    segments: NotRequired[list[TranscriptionSegment]]
    """Each segment with its time."""


class CreateTranslationRequest(TypedDict):
    """A recording to be understood and written down in English."""
    file: FileInput
    """The recording itself: wav, flac, ogg, webm, or a kind of mpeg (mp3, mp4, m4a, mpga, mpeg). Its file name should have the right ending, by which the service knows the format."""
    model: str | Literal['whisper-1']
    """The listening model. So far only `whisper-1` translates."""
    prompt: NotRequired[str]
    """English text that sets spelling and style, for example the end of the previous part."""
    response_format: NotRequired[Literal['json', 'text', 'srt', 'verbose_json', 'vtt']]
    """What the answer looks like, JSON with or without details, plain text, or subtitles."""
    temperature: NotRequired[float]
    """How freely the model guesses, from 0 to 1. At 0 it starts strictly and loosens up by itself where it is unsure."""


class ImagesResponse(TypedDict):
    """The pictures, with the settings that were finally used."""
    created: int
    """When the pictures were made, in seconds since 1970."""
    data: NotRequired[list[Image]]
    """The pictures."""
    background: NotRequired[Literal['transparent', 'opaque']]
    """The background that was used."""
    output_format: NotRequired[Literal['png', 'webp', 'jpeg']]
    """The file format that was used."""
    size: NotRequired[Literal['1024x1024', '1024x1536', '1536x1024']]
    """The size that was used."""
    quality: NotRequired[Literal['low', 'medium', 'high']]
    """The quality that was used."""
    usage: NotRequired[ImagesUsage]
    """What the request cost in tokens. Only GPT image models report it."""


class Image(TypedDict):
    """One picture, in base64 or as a link."""
    b64_json: NotRequired[str]
    """The picture itself, in base64."""
    url: NotRequired[str]
    """A link to the picture. It ends after an hour."""
    revised_prompt: NotRequired[str]
    """The prompt as `dall-e-3` rewrote it before drawing."""


class ImagesUsage(TypedDict):
    """What the request cost in tokens. Only GPT image models report it."""
    input_tokens: int
    """Tokens that went in."""
    output_tokens: int
    """Tokens that came out."""
    total_tokens: int
    """Both together."""
    input_tokens_details: ImageTokens
    """A number of tokens, by kind."""
    output_tokens_details: NotRequired[ImageTokens]
    """A number of tokens, by kind."""


class ImageTokens(TypedDict):
    """A number of tokens, by kind."""
    text_tokens: int
    """Tokens of text."""
    image_tokens: int
    """Tokens of pictures."""


ImageGenStreamEvent: TypeAlias = ImageGenPartialImageEvent | ImageGenCompletedEvent


class ImageGenPartialImageEvent(TypedDict):
    """An unfinished version of a new picture."""
    type: Literal['image_generation.partial_image']
    """The kind of event."""
    partial_image_index: int
    """Number of the version, counted from 0."""
    b64_json: str
    """The picture as it is now, in base64."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    size: Literal['1024x1024', '1024x1536', '1536x1024', 'auto']
    """Size of the picture."""
    quality: Literal['low', 'medium', 'high', 'auto']
    """Quality of the picture."""
    background: Literal['transparent', 'opaque', 'auto']
    """Background of the picture."""
    output_format: Literal['png', 'webp', 'jpeg']
    """File format of the picture."""


class ImageGenCompletedEvent(TypedDict):
    """A new picture, finished."""
    type: Literal['image_generation.completed']
    """The kind of event."""
    usage: ImagesUsage
    """What the request cost in tokens. Only GPT image models report it."""
    b64_json: str
    """The picture as it is now, in base64."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    size: Literal['1024x1024', '1024x1536', '1536x1024', 'auto']
    """Size of the picture."""
    quality: Literal['low', 'medium', 'high', 'auto']
    """Quality of the picture."""
    background: Literal['transparent', 'opaque', 'auto']
    """Background of the picture."""
    output_format: Literal['png', 'webp', 'jpeg']
    """File format of the picture."""


class CreateImageRequest(TypedDict):
    """What to draw, and how."""
    prompt: str
    """What shall be seen. GPT image models read up to 32000 characters, `dall-e-3` 4000 and `dall-e-2` 1000."""
    model: NotRequired[str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None]
    """The drawing model. A setting that only GPT image models have picks one of these by itself."""
    n: NotRequired[int | None]
    """How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time."""
    quality: NotRequired[Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None]
    """How much work goes into the picture. `low`, `medium` and `high` are for GPT image models, `hd` is for `dall-e-3` and `standard` for both `dall-e` models."""
    response_format: NotRequired[ImageResponseFormat]
    """Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models always send base64 and refuse this field."""
    output_format: NotRequired[ImageOutputFormat]
    """The file format of the picture. GPT image models only."""
    output_compression: NotRequired[int | None]
    """How well to keep a jpeg or webp picture, from 0 (smallest) to 100 (best). GPT image models only."""
    stream: NotRequired[bool | None]
    """Whether to receive the picture as events, unfinished versions first. GPT image models only."""
    partial_images: NotRequired[int | None]
    """How many unfinished versions to send while streaming, from 0 to 3. Fewer come if the picture is ready sooner."""
    size: NotRequired[str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None]
    """Width and height in pixels, or `auto` to let the model decide."""
    moderation: NotRequired[ImageModeration]
    """How strictly to filter harmful content; `low` lets more pass. GPT image models only."""
    background: NotRequired[ImageBackground]
    """Whether there is something behind the subject. `transparent` needs png or webp as the output format. GPT image models only."""
    style: NotRequired[Literal['vivid', 'natural'] | None]
    """Dramatic and glossy (`vivid`), or plain and lifelike (`natural`). For `dall-e-3` only."""
    user: NotRequired[str]
    """A stable, anonymous id of the person you act for. It helps to trace abuse."""


ImageResponseFormat: TypeAlias = Literal['url', 'b64_json'] | None


ImageOutputFormat: TypeAlias = Literal['png', 'jpeg', 'webp'] | None


ImageModeration: TypeAlias = Literal['low', 'auto'] | None


ImageBackground: TypeAlias = Literal['transparent', 'opaque', 'auto'] | None


ImageEditStreamEvent: TypeAlias = ImageEditPartialImageEvent | ImageEditCompletedEvent


class ImageEditPartialImageEvent(TypedDict):
    """An unfinished version of a changed picture."""
    type: Literal['image_edit.partial_image']
    """The kind of event."""
    partial_image_index: int
    """Number of the version, counted from 0."""
    b64_json: str
    """The picture as it is now, in base64."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    size: Literal['1024x1024', '1024x1536', '1536x1024', 'auto']
    """Size of the picture."""
    quality: Literal['low', 'medium', 'high', 'auto']
    """Quality of the picture."""
    background: Literal['transparent', 'opaque', 'auto']
    """Background of the picture."""
    output_format: Literal['png', 'webp', 'jpeg']
    """File format of the picture."""


class ImageEditCompletedEvent(TypedDict):
    """A changed picture, finished."""
    type: Literal['image_edit.completed']
    """The kind of event."""
    usage: ImagesUsage
    """What the request cost in tokens. Only GPT image models report it."""
    b64_json: str
    """The picture as it is now, in base64."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    size: Literal['1024x1024', '1024x1536', '1536x1024', 'auto']
    """Size of the picture."""
    quality: Literal['low', 'medium', 'high', 'auto']
    """Quality of the picture."""
    background: Literal['transparent', 'opaque', 'auto']
    """Background of the picture."""
    output_format: Literal['png', 'webp', 'jpeg']
    """File format of the picture."""


CreateImageEditRequest: TypeAlias = CreateImageEditRequest1 | CreateImageEditRequest2


CreateImageEditRequest1 = TypedDict("CreateImageEditRequest1", {
    'image': ImageUpload,
    'image[]': NotRequired[ImageUploads],
    'prompt': str,
    'mask': NotRequired[FileInput],
    'background': NotRequired[ImageBackground],
    'model': NotRequired[str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None],
    'n': NotRequired[int | None],
    'size': NotRequired[str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None],
    'response_format': NotRequired[ImageResponseFormat],
    'output_format': NotRequired[ImageOutputFormat],
    'output_compression': NotRequired[int | None],
    'user': NotRequired[str],
    'input_fidelity': NotRequired[InputFidelity],
    'stream': NotRequired[bool | None],
    'partial_images': NotRequired[int | None],
    'quality': NotRequired[Literal['standard', 'low', 'medium', 'high', 'auto'] | None],
})


ImageUpload: TypeAlias = FileInput | Sequence[FileInput]


ImageUploads: TypeAlias = Sequence[FileInput]


InputFidelity: TypeAlias = Literal['high', 'low'] | None


CreateImageEditRequest2 = TypedDict("CreateImageEditRequest2", {
    'image': NotRequired[ImageUpload],
    'image[]': ImageUploads,
    'prompt': str,
    'mask': NotRequired[FileInput],
    'background': NotRequired[ImageBackground],
    'model': NotRequired[str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None],
    'n': NotRequired[int | None],
    'size': NotRequired[str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None],
    'response_format': NotRequired[ImageResponseFormat],
    'output_format': NotRequired[ImageOutputFormat],
    'output_compression': NotRequired[int | None],
    'user': NotRequired[str],
    'input_fidelity': NotRequired[InputFidelity],
    'stream': NotRequired[bool | None],
    'partial_images': NotRequired[int | None],
    'quality': NotRequired[Literal['standard', 'low', 'medium', 'high', 'auto'] | None],
})


class EditImageBodyJsonParam(TypedDict):
    """Pictures to fetch, and what shall become of them. For GPT image models only."""
    model: NotRequired[str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None]
    """The drawing model, one of the GPT image models."""
    images: Sequence[ImageRefParam | Mapping[str, Any]]
    """The pictures to change or combine, at most 16."""
    mask: NotRequired[ImageRefParam | Mapping[str, Any]]
    """A png as large as the first picture. Where it is fully transparent, that picture may change."""
    prompt: str
    """What the result shall look like."""
    n: NotRequired[int | None]
    """How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time."""
    quality: NotRequired[Literal['low', 'medium', 'high', 'auto'] | None]
    """How much work goes into the picture."""
    input_fidelity: NotRequired[InputFidelity]
    """How closely to keep to the given pictures, faces above all. It is `low` unless set; `gpt-image-1-mini` knows no other."""
    size: NotRequired[Literal['auto', '1024x1024', '1536x1024', '1024x1536'] | None]
    """Width and height in pixels, or `auto` to let the model decide."""
    user: NotRequired[str]
    """A stable, anonymous id of the person you act for. It helps to trace abuse."""
    output_format: NotRequired[ImageOutputFormat]
    """The file format of the picture. GPT image models only."""
    output_compression: NotRequired[int | None]
    """How well to keep a jpeg or webp picture, from 0 (smallest) to 100 (best). GPT image models only."""
    moderation: NotRequired[ImageModeration]
    """How strictly to filter harmful content; `low` lets more pass. GPT image models only."""
    background: NotRequired[ImageBackground]
    """Whether there is something behind the subject. `transparent` needs png or webp as the output format. GPT image models only."""
    stream: NotRequired[bool | None]
    """Whether to receive the picture as events, unfinished versions first."""
    partial_images: NotRequired[int | None]
    """How many unfinished versions to send while streaming, from 0 to 3. Fewer come if the picture is ready sooner."""


class ImageRefParam(TypedDict):
    """A picture that is elsewhere. Give exactly one of the two fields."""
    image_url: NotRequired[str]
    """A link to the picture, or the picture itself as a base64 `data:` URL."""
    file_id: NotRequired[str]
    """Id of a picture you have uploaded."""


class CreateImageVariationRequest(TypedDict):
    """The picture to vary."""
    image: FileInput
    """The picture, a square png under 4 MB."""
    model: NotRequired[str | Literal['dall-e-2'] | None]
    """The drawing model, for which `dall-e-2` is the only choice."""
    n: NotRequired[int | None]
    """How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time."""
    response_format: NotRequired[ImageResponseFormat]
    """Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models always send base64 and refuse this field."""
    size: NotRequired[Literal['256x256', '512x512', '1024x1024'] | None]
    """Width and height in pixels."""
    user: NotRequired[str]
    """A stable, anonymous id of the person you act for. It helps to trace abuse."""


class FileList(TypedDict):
    """A page of files."""
    object: str
    """Always `list`."""
    data: list[File]
    """The files of this page."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


File = TypedDict("File", {
    'id': str,
    'object': Literal['file'],
    'bytes': int,
    'created_at': int,
    'expires_at': NotRequired[int | None],
    'filename': str,
    'purpose': Literal['assistants', 'assistants_output', 'batch', 'batch_output', 'fine-tune', 'fine-tune-results', 'vision', 'user_data', 'evals'],
    'status': Literal['uploaded', 'processed', 'error'],
    'status_details': NotRequired[str | None],
})


class FileUpload(TypedDict):
    """A file with its purpose, as a form."""
    file: FileInput
    """The content of the file. Its name goes with the form part."""
    purpose: Literal['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals']
    """What the file is for."""
    expires_after: NotRequired[Expiry | Mapping[str, Any]]
    """When a file shall vanish by itself. Without this, batch files do after 30 days and others never."""


class Expiry(TypedDict):
    """When a file shall vanish by itself. Without this, batch files do after 30 days and others never."""
    anchor: Literal['created_at']
    """From when the time is counted, `created_at` being the only choice."""
    seconds: int
    """How long the file stays, from one hour (3600) to 30 days (2592000)."""


class DeleteFileResponse(TypedDict):
    """Confirms that something was deleted."""
    id: str
    """Id of what was deleted."""
    object: Literal['file']
    """Always `file`."""
    deleted: bool
    """True once it is gone."""


Upload = TypedDict("Upload", {
    'id': str,
    'object': NotRequired[Literal['upload']],
    'created_at': int,
    'expires_at': int,
    'filename': str,
    'bytes': int,
    'purpose': str,
    'status': Literal['pending', 'completed', 'cancelled', 'expired'],
    'file': NotRequired[File | None],
})


UploadRequest = TypedDict("UploadRequest", {
    'filename': str,
    'purpose': Literal['assistants', 'batch', 'fine-tune', 'vision'],
    'bytes': int,
    'mime_type': str,
    'expires_after': NotRequired[Expiry | Mapping[str, Any]],
})


class CompletionOfUpload(TypedDict):
    """How the parts follow each other."""
    part_ids: Sequence[str]
    """Ids of all parts, first to last."""
    md5: NotRequired[str]
    """Checksum of the whole file, to be compared with what has arrived."""


class UploadPart(TypedDict):
    """A part that has arrived."""
    id: str
    """The id to list when completing the upload."""
    object: Literal['upload.part']
    """Always `upload.part`."""
    created_at: int
    """When the part arrived."""
    upload_id: str
    """The upload it belongs to."""


class PartRequest(TypedDict):
    """One part, as a form."""
    data: FileInput
    """The bytes of this part."""


class BatchList(TypedDict):
    """A page of batches."""
    object: Literal['list']
    """Always `list`."""
    data: list[Batch]
    """The batches of this page."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class Batch(TypedDict):
    """Many requests that are worked off together. What has not happened yet is null or missing."""
    id: str
    """Id of the batch."""
    object: Literal['batch']
    """Always `batch`."""
    endpoint: str
    """Where the requests go."""
    model: NotRequired[str]
    """The model that answers."""
    input_file_id: str
    """The file with the requests."""
    output_file_id: NotRequired[str | None]
    """The file with the answers."""
    error_file_id: NotRequired[str | None]
    """The file with the failed requests."""
    completion_window: str
    """How long the service may take, `24h`."""
    status: Literal['validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired', 'cancelling', 'cancelled']
    """Where the batch stands."""
    errors: NotRequired[BatchErrors | None]
    """Why the input file was refused."""
    request_counts: NotRequired[BatchRequestCounts]
    """How many requests there are, and how they went."""
    usage: NotRequired[BatchUsage]
    """The tokens of all answered requests. Missing on batches from before September 2025."""
    created_at: int
    """When the batch was started."""
    in_progress_at: NotRequired[int | None]
    """When the first request began."""
    finalizing_at: NotRequired[int | None]
    """When the writing of files began."""
    completed_at: NotRequired[int | None]
    """When all was done."""
    failed_at: NotRequired[int | None]
    """When the batch failed."""
    expires_at: NotRequired[int | None]
    """When the time is over."""
    expired_at: NotRequired[int | None]
    """When the time was over."""
    cancelling_at: NotRequired[int | None]
    """When cancelling was asked for."""
    cancelled_at: NotRequired[int | None]
    """When the batch had come to a stop."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class BatchErrors(TypedDict):
    """Why the input file was refused."""
    object: NotRequired[str]
    """Always `list`."""
    data: NotRequired[list[BatchError]]
    """One entry per mistake."""


class BatchError(TypedDict):
    """A mistake in the input file."""
    code: NotRequired[str]
    """What kind of mistake, for programs."""
    message: NotRequired[str]
    """What is wrong, for people."""
    param: NotRequired[str | None]
    """The field at fault, if there is one."""
    line: NotRequired[int | None]
    """The line of the file, if one is to blame."""


class BatchRequestCounts(TypedDict):
    """How many requests there are, and how they went."""
    total: int
    """All requests of the batch."""
    completed: int
    """Those answered so far."""
    failed: int
    """Those that failed so far."""


class BatchUsage(TypedDict):
    """The tokens of all answered requests. Missing on batches from before September 2025."""
    input_tokens: int
    """Tokens sent."""
    input_tokens_details: BatchUsageInputTokensDetails
    """More on the tokens sent."""
    output_tokens: int
    """Tokens written."""
    output_tokens_details: BatchUsageOutputTokensDetails
    """More on the tokens written."""
    total_tokens: int
    """Both together."""


class BatchUsageInputTokensDetails(TypedDict):
    """More on the tokens sent."""
    cached_tokens: int
    """Those that came from the prompt cache."""


class BatchUsageOutputTokensDetails(TypedDict):
    """More on the tokens written."""
    reasoning_tokens: int
    """Those spent on thinking."""


class BatchRequest(TypedDict):
    """What to run, and where."""
    input_file_id: str
    """The file with the requests."""
    endpoint: Literal['/v1/responses', '/v1/chat/completions', '/v1/embeddings', '/v1/completions', '/v1/moderations', '/v1/images/generations', '/v1/images/edits', '/v1/videos']
    """Where all these requests go. Embeddings are limited to 50,000 inputs over the whole batch."""
    completion_window: Literal['24h']
    """How long the service may take. There is only the one day."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    output_expires_after: NotRequired[Expiry | Mapping[str, Any]]
    """When the files with answers and errors shall vanish, counted from their own making."""


class ListPaginatedFineTuningJobsResponse(TypedDict):
    """A page of jobs."""
    data: list[FineTuningJob]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    has_more: bool
    """Whether more items follow this page."""


class FineTuningJob(TypedDict):
    """A fine-tuning job and how far it has come."""
    id: str
    """Id of the job."""
    object: Literal['fine_tuning.job']
    """The kind of object."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    finished_at: int | None
    """When the job ended, or null before."""
    estimated_finish: NotRequired[int | None]
    """When the job will probably end, or null if it is not running."""
    model: str
    """The model that training started from."""
    fine_tuned_model: str | None
    """Name of the new model, or null before there is one."""
    organization_id: str
    """The organization that owns the job."""
    status: Literal['validating_files', 'queued', 'running', 'succeeded', 'failed', 'cancelled']
    """What the job is doing. The last three are final."""
    training_file: str
    """Id of the file with the examples."""
    validation_file: str | None
    """Id of the file with the test examples, or null."""
    result_files: list[str]
    """Ids of the files with the measurements of the training."""
    trained_tokens: int | None
    """Tokens to be paid for, or null until the job ends."""
    error: FineTuningJobError | None
    """Why the job failed, or null."""
    hyperparameters: FineTuningJobHyperparameters
    """The settings of a supervised training. An `auto` is replaced once the service has decided."""
    method: NotRequired[FineTuneMethod]
    """How to train. `type` names the method; its settings go under the same name and may be left out."""
    integrations: NotRequired[list[FineTuningIntegration] | None]
    """Other services that receive the measurements."""
    seed: int
    """The number that makes the job repeatable."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class FineTuningJobError(TypedDict):
    """Why the job failed, or null."""
    code: str
    """The cause as a fixed word."""
    message: str
    """The cause in words."""
    param: str | None
    """The field at fault, as a rule one of the files, or null."""


class FineTuningJobHyperparameters(TypedDict):
    """The settings of a supervised training. An `auto` is replaced once the service has decided."""
    batch_size: NotRequired[BatchSize | None]
    """How many examples are learned in one step."""
    learning_rate_multiplier: NotRequired[LearningRateMultiplier]
    """How strongly each step changes the model. Lower it when the examples are learned by heart."""
    n_epochs: NotRequired[Epochs]
    """How often to go through all examples."""


BatchSize: TypeAlias = Literal['auto'] | int


LearningRateMultiplier: TypeAlias = Literal['auto'] | float


Epochs: TypeAlias = Literal['auto'] | int


class FineTuneMethod(TypedDict):
    """How to train. `type` names the method; its settings go under the same name and may be left out."""
    type: Literal['supervised', 'dpo', 'reinforcement']
    """Learn from sample answers (`supervised`), from pairs of a better and a worse answer (`dpo`), or from grades for the model's own answers (`reinforcement`)."""
    supervised: NotRequired[FineTuneMethodSupervised]
    """Settings for learning from sample answers."""
    dpo: NotRequired[FineTuneMethodDpo]
    """Settings for learning from pairs."""
    reinforcement: NotRequired[FineTuneMethodReinforcement]
    """Settings for learning from grades."""


class FineTuneMethodSupervised(TypedDict):
    """Settings for learning from sample answers."""
    hyperparameters: NotRequired[FineTuneSupervisedHyperparameters]
    """How training proceeds. Whatever is `auto` or missing, the service chooses."""


class FineTuneSupervisedHyperparameters(TypedDict):
    """How training proceeds. Whatever is `auto` or missing, the service chooses."""
    batch_size: NotRequired[BatchSize]
    """How many examples are learned in one step. Big batches learn in calmer but fewer steps."""
    learning_rate_multiplier: NotRequired[LearningRateMultiplier]
    """How strongly each step changes the model. Lower it when the examples are learned by heart."""
    n_epochs: NotRequired[Epochs]
    """How often to go through all examples."""


class FineTuneMethodDpo(TypedDict):
    """Settings for learning from pairs."""
    hyperparameters: NotRequired[FineTuneDPOHyperparameters]
    """How training on pairs proceeds."""


class FineTuneDPOHyperparameters(TypedDict):
    """How training on pairs proceeds."""
    beta: NotRequired[Literal['auto'] | float]
    """How firmly to hold on to what the model was before, up to 2."""
    batch_size: NotRequired[BatchSize]
    """How many examples are learned in one step. Big batches learn in calmer but fewer steps."""
    learning_rate_multiplier: NotRequired[LearningRateMultiplier]
    """How strongly each step changes the model. Lower it when the examples are learned by heart."""
    n_epochs: NotRequired[Epochs]
    """How often to go through all examples."""


class FineTuneMethodReinforcement(TypedDict):
    """Settings for learning from grades."""
    grader: Grader
    """Gives the answers of the model their grades, as a rule from 0 to 1."""
    hyperparameters: NotRequired[FineTuneReinforcementHyperparameters]
    """How training on grades proceeds."""


Grader: TypeAlias = GraderStringCheck | GraderTextSimilarity | GraderPython | GraderScoreModel | GraderMulti


class GraderStringCheck(TypedDict):
    """Compares two texts: 1 if the comparison holds, 0 if not."""
    type: Literal['string_check']
    """The kind of grader."""
    name: str
    """What to call the grader."""
    input: str
    """The text to grade."""
    reference: str
    """The text to hold it against."""
    operation: Literal['eq', 'ne', 'like', 'ilike']
    """Equal, unequal, contained, or contained in upper or lower case."""


class GraderTextSimilarity(TypedDict):
    """Measures how similar two texts are."""
    type: Literal['text_similarity']
    """The kind of grader."""
    name: str
    """What to call the grader."""
    input: str
    """The text to grade."""
    reference: str
    """The text to hold it against."""
    evaluation_metric: Literal['cosine', 'fuzzy_match', 'bleu', 'gleu', 'meteor', 'rouge_1', 'rouge_2', 'rouge_3', 'rouge_4', 'rouge_5', 'rouge_l']
    """How to measure."""


class GraderPython(TypedDict):
    """Runs a Python function of yours, `grade(sample, item)`, that returns the grade."""
    type: Literal['python']
    """The kind of grader."""
    name: str
    """What to call the grader."""
    source: str
    """The program text."""
    image_tag: NotRequired[str]
    """The environment to run it in."""


class GraderScoreModel(TypedDict):
    """Lets a model give a number."""
    type: Literal['score_model']
    """The kind of grader."""
    name: str
    """What to call the grader."""
    model: str
    """The model that grades."""
    input: list[EvalItem]
    """What to tell that model, the answer to be graded included."""
    range: NotRequired[list[float]]
    """The lowest and the highest grade, 0 and 1 unless set."""
    sampling_params: NotRequired[GraderScoreModelSamplingParams]
    """How that model answers."""


class EvalItem(TypedDict):
    """A message to the model that grades."""
    type: NotRequired[Literal['message']]
    """The kind of item."""
    role: Literal['user', 'assistant', 'system', 'developer']
    """Who speaks. Messages of `system` and `developer` carry the most weight."""
    content: str | EvalPart | list[str | EvalPart]
    """What is said, as text, as one part, or as a list of these."""


EvalPart: TypeAlias = EvalInputText | EvalOutputText | EvalInputImage | EvalInputAudio


class EvalInputText(TypedDict):
    """Text for the model."""
    type: Literal['input_text']
    """The kind of part."""
    text: str
    """The text."""
    prompt_cache_breakpoint: NotRequired[EvalInputTextPromptCacheBreakpoint]
    """Marks the end of a beginning that many requests share, so that it can be cached."""


class EvalInputTextPromptCacheBreakpoint(TypedDict):
    """Marks the end of a beginning that many requests share, so that it can be cached."""
    mode: Literal['explicit']
    """How the mark was set."""


class EvalOutputText(TypedDict):
    """Text from a model."""
    type: Literal['output_text']
    """The kind of part."""
    text: str
    """The text."""


class EvalInputImage(TypedDict):
    """A picture for the model."""
    type: Literal['input_image']
    """The kind of part."""
    image_url: str
    """A link to the picture."""
    detail: NotRequired[str]
    """How closely to look, `high`, `low` or `auto`, which is the default."""


class EvalInputAudio(TypedDict):
    """Sound for the model."""
    type: Literal['input_audio']
    """The kind of part."""
    input_audio: EvalInputAudioInputAudio
    """The sound."""


class EvalInputAudioInputAudio(TypedDict):
    """The sound."""
    data: str
    """The sound itself, in base64."""
    format: Literal['mp3', 'wav']
    """Its file format."""


class GraderScoreModelSamplingParams(TypedDict):
    """How that model answers."""
    seed: NotRequired[int | None]
    """The same number makes answers repeatable."""
    top_p: NotRequired[float | None]
    """Share of the likeliest tokens to draw from."""
    temperature: NotRequired[float | None]
    """How freely to draw tokens."""
    max_completions_tokens: NotRequired[int | None]
    """How long its answer may become, in tokens."""
    reasoning_effort: NotRequired[ReasoningEffort]
    """How hard to think before answering. Less is faster and cheaper; not every model knows every value."""


class GraderMulti(TypedDict):
    """Combines several graders by a formula."""
    type: Literal['multi']
    """The kind of grader."""
    name: str
    """What to call the grader."""
    graders: dict[str, SingleGrader] | SingleGrader
    """The graders, each under the name by which the formula calls it."""
    calculate_output: str
    """The formula, for example `(city + street) / 2`."""


SingleGrader: TypeAlias = GraderStringCheck | GraderTextSimilarity | GraderPython | GraderScoreModel | GraderLabelModel


class GraderLabelModel(TypedDict):
    """Lets a model choose a label, and grades by whether it is one of those you want."""
    type: Literal['label_model']
    """The kind of grader."""
    name: str
    """What to call the grader."""
    model: str
    """The model that chooses. It must know structured outputs."""
    input: list[EvalItem]
    """What to tell that model, the answer to be graded included."""
    labels: list[str]
    """All labels."""
    passing_labels: list[str]
    """The labels that count as a success."""


class FineTuneReinforcementHyperparameters(TypedDict):
    """How training on grades proceeds."""
    reasoning_effort: NotRequired[Literal['default', 'low', 'medium', 'high']]
    """How long the model thinks before it answers in training."""
    compute_multiplier: NotRequired[Literal['auto'] | float]
    """How much computing to spend on trying out answers, as a factor of up to 10."""
    eval_interval: NotRequired[Literal['auto'] | int]
    """How many steps lie between two evaluations."""
    eval_samples: NotRequired[Literal['auto'] | int]
    """How many answers to draw for an evaluation."""
    batch_size: NotRequired[BatchSize]
    """How many examples are learned in one step. Big batches learn in calmer but fewer steps."""
    learning_rate_multiplier: NotRequired[LearningRateMultiplier]
    """How strongly each step changes the model. Lower it when the examples are learned by heart."""
    n_epochs: NotRequired[Epochs]
    """How often to go through all examples."""


class FineTuningIntegration(TypedDict):
    """Sends the measurements of a job to Weights and Biases, so far the only service that is supported."""
    type: Literal['wandb']
    """The service."""
    wandb: FineTuningIntegrationWandb
    """Where the measurements shall appear."""


class FineTuningIntegrationWandb(TypedDict):
    """Where the measurements shall appear."""
    project: str
    """The project there."""
    name: NotRequired[str | None]
    """What to call the run. It is the id of the job unless set."""
    entity: NotRequired[str | None]
    """The team or user there. It is that of the stored key unless set."""
    tags: NotRequired[list[str]]
    """Labels for the run. Some are added automatically."""


class CreateFineTuningJobRequest(TypedDict):
    """What to train, on which examples, and how."""
    model: str | Literal['babbage-002', 'davinci-002', 'gpt-3.5-turbo', 'gpt-4o-mini']
    """The model to start from, one of those listed or another that allows fine-tuning."""
    training_file: str
    """Id of the file with the examples, in JSON lines, uploaded for the purpose `fine-tune`."""
    validation_file: NotRequired[str | None]
    """Id of a file with other examples of the same kind. They are not learned but measured against."""
    hyperparameters: NotRequired[FineTuneSupervisedHyperparameters | Mapping[str, Any]]
    """Settings of the training. Put them under `method` instead; this place for them is out of use."""
    suffix: NotRequired[str | None]
    """Up to 64 characters that become part of the name of the new model, to recognise it by."""
    integrations: NotRequired[Sequence[FineTuningIntegration | Mapping[str, Any]] | None]
    """Other services that shall receive the measurements."""
    seed: NotRequired[int | None]
    """The same number makes the same job come out almost the same. One is chosen if you give none."""
    method: NotRequired[FineTuneMethod | Mapping[str, Any]]
    """How to train. `type` names the method; its settings go under the same name and may be left out."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class ListFineTuningJobCheckpointsResponse(TypedDict):
    """A page of checkpoints."""
    data: list[FineTuningJobCheckpoint]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class FineTuningJobCheckpoint(TypedDict):
    """A model as it was at some step of a job, ready for use."""
    id: str
    """Id of the checkpoint."""
    object: Literal['fine_tuning.job.checkpoint']
    """The kind of object."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    fine_tuning_job_id: str
    """The job it belongs to."""
    fine_tuned_model_checkpoint: str
    """Name of the model to use in other calls."""
    step_number: int
    """The step at which it was saved."""
    metrics: FineTuningJobCheckpointMetrics
    """What was measured at that step. `train_` is about the examples, `valid_` about a part of the test examples and `full_valid_` about all of them."""


class FineTuningJobCheckpointMetrics(TypedDict):
    """What was measured at that step. `train_` is about the examples, `valid_` about a part of the test examples and `full_valid_` about all of them."""
    step: NotRequired[float]
    """The step."""
    train_loss: NotRequired[float]
    """Loss on the examples."""
    train_mean_token_accuracy: NotRequired[float]
    """Share of tokens guessed right."""
    valid_loss: NotRequired[float]
    """Loss on a part of the test examples."""
    valid_mean_token_accuracy: NotRequired[float]
    """Share of tokens guessed right."""
    full_valid_loss: NotRequired[float]
    """Loss on all test examples."""
    full_valid_mean_token_accuracy: NotRequired[float]
    """Share of tokens guessed right."""


class ListFineTuningJobEventsResponse(TypedDict):
    """A page of events."""
    data: list[FineTuningJobEvent]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    has_more: bool
    """Whether more items follow this page."""


class FineTuningJobEvent(TypedDict):
    """An entry in the log of a job."""
    id: str
    """Id of the event."""
    object: Literal['fine_tuning.job.event']
    """The kind of object."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    level: Literal['info', 'warn', 'error']
    """How serious it is."""
    message: str
    """What happened."""
    type: NotRequired[Literal['message', 'metrics']]
    """Whether it is text or a measurement."""
    data: NotRequired[dict[str, Any]]
    """The measured values, if any."""


class AssistantList(TypedDict):
    """One page of assistants."""
    object: str
    """Always `list`."""
    data: list[Assistant]
    """The assistants."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class Assistant(TypedDict):
    """A stored set of model, instructions and tools. Deprecated; the Responses API is used instead."""
    id: str
    """The assistant's id."""
    object: Literal['assistant']
    """Always `assistant`."""
    created_at: int
    """When it was created."""
    name: str | None
    """Its name."""
    description: str | None
    """What it is for."""
    model: str
    """The model that answers."""
    instructions: str | None
    """Its standing orders."""
    tools: list[AssistantTool]
    """What it can call."""
    tool_resources: NotRequired[ToolResources | None]
    """Files and vector stores that the tools may reach, sorted by tool."""
    metadata: Metadata
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    response_format: NotRequired[ResponseFormatOption | None]
    """The form its answers take, or null."""


AssistantTool: TypeAlias = CodeInterpreterTool | FileSearchTool | FunctionTool


class CodeInterpreterTool(TypedDict):
    """Lets the model write Python and have the service run it, with your files at hand."""
    type: Literal['code_interpreter']
    """Always `code_interpreter`."""


class FileSearchTool(TypedDict):
    """Lets the model look things up in a vector store."""
    type: Literal['file_search']
    """Always `file_search`."""
    file_search: NotRequired[FileSearchToolFileSearch]
    """Fine tuning of the search. Leave it out for the defaults."""


class FileSearchToolFileSearch(TypedDict):
    """Fine tuning of the search. Leave it out for the defaults."""
    max_num_results: NotRequired[int]
    """Upper bound on the passages one search returns. Recent models get 20 by default."""
    ranking_options: NotRequired[FileSearchRankingOptions]
    """How passages are ranked, and below which score they are dropped."""


class FileSearchRankingOptions(TypedDict):
    """How passages are ranked, and below which score they are dropped."""
    ranker: NotRequired[FileSearchRanker]
    """The ranking method; `auto` follows the service's current best."""
    score_threshold: float
    """Drop passages that score less than this."""


FileSearchRanker: TypeAlias = Literal['auto', 'default_2024_08_21']


class ToolResources(TypedDict):
    """Files and vector stores that the tools may reach, sorted by tool."""
    code_interpreter: NotRequired[CodeInterpreterResources]
    """What the code interpreter may open."""
    file_search: NotRequired[FileSearchResources]
    """Where the file search looks."""


class CodeInterpreterResources(TypedDict):
    """What the code interpreter may open."""
    file_ids: NotRequired[CodeInterpreterFileIds]
    """Uploaded files it may open, 20 at the most."""


CodeInterpreterFileIds: TypeAlias = list[str]


class FileSearchResources(TypedDict):
    """Where the file search looks."""
    vector_store_ids: NotRequired[VectorStoreIds]
    """The vector store to search. One is the limit."""


VectorStoreIds: TypeAlias = list[str]


ResponseFormatOption: TypeAlias = Literal['auto'] | ResponseFormat


class CreateAssistantRequest(TypedDict):
    """The settings of a new assistant."""
    model: AssistantModel
    """Which model answers; see `listModels`."""
    name: NotRequired[str | None]
    """A name to recognise it by."""
    description: NotRequired[str | None]
    """A note on what it is for."""
    instructions: NotRequired[str | None]
    """Standing orders, given to the model ahead of every conversation."""
    reasoning_effort: NotRequired[ReasoningEffort]
    """How hard to think before answering. Less is faster and cheaper; not every model knows every value."""
    tools: NotRequired[Sequence[AssistantTool | Mapping[str, Any]]]
    """What it may call, at most 128 entries."""
    tool_resources: NotRequired[NewToolResources | Mapping[str, Any] | None]
    """Like `ToolResources`, for something about to be created. A vector store can be made on the fly."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    response_format: NotRequired[ResponseFormatOption | Mapping[str, Any] | None]
    """The form that answers must take; null leaves it to the service."""


AssistantModel: TypeAlias = (
    str
    | Literal['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-2025-08-07', 'gpt-5-mini-2025-08-07', 'gpt-5-nano-2025-08-07', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4.1-2025-04-14', 'gpt-4.1-mini-2025-04-14', 'gpt-4.1-nano-2025-04-14', 'o3-mini', 'o3-mini-2025-01-31', 'o1', 'o1-2024-12-17', 'gpt-4o', 'gpt-4o-2024-11-20', 'gpt-4o-2024-08-06', 'gpt-4o-2024-05-13', 'gpt-4o-mini', 'gpt-4o-mini-2024-07-18', 'gpt-4.5-preview', 'gpt-4.5-preview-2025-02-27', 'gpt-4-turbo', 'gpt-4-turbo-2024-04-09', 'gpt-4-0125-preview', 'gpt-4-turbo-preview', 'gpt-4-1106-preview', 'gpt-4-vision-preview', 'gpt-4', 'gpt-4-0314', 'gpt-4-0613', 'gpt-4-32k', 'gpt-4-32k-0314', 'gpt-4-32k-0613', 'gpt-3.5-turbo', 'gpt-3.5-turbo-16k', 'gpt-3.5-turbo-0613', 'gpt-3.5-turbo-1106', 'gpt-3.5-turbo-0125', 'gpt-3.5-turbo-16k-0613']
)


class NewToolResources(TypedDict):
    """Like `ToolResources`, for something about to be created. A vector store can be made on the fly."""
    code_interpreter: NotRequired[CodeInterpreterResources | Mapping[str, Any]]
    """What the code interpreter may open."""
    file_search: NotRequired[NewFileSearchResources | Mapping[str, Any]]
    """Where the file search looks. Name a vector store that exists or describe a new one, not both."""


class NewFileSearchResources(TypedDict):
    """Where the file search looks. Name a vector store that exists or describe a new one, not both."""
    vector_store_ids: NotRequired[VectorStoreIds]
    """The vector store to search. One is the limit."""
    vector_stores: NotRequired[Sequence[NewFileSearchResourcesVectorStoresItem | Mapping[str, Any]]]
    """A vector store to create along the way. One is the limit."""


class NewFileSearchResourcesVectorStoresItem(TypedDict):
    """The new vector store."""
    file_ids: NotRequired[Sequence[str]]
    """Uploaded files to put into it. Stores made before November 2025 hold no more than 10,000."""
    chunking_strategy: NotRequired[ChunkingStrategy | Mapping[str, Any]]
    """How to cut files into the chunks that a search finds. The default is `auto`."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


ChunkingStrategy: TypeAlias = AutoChunking | StaticChunking


class AutoChunking(TypedDict):
    """Leave it to the service, which at present takes chunks of 800 tokens that overlap by 400."""
    type: Literal['auto']
    """Always `auto`."""


class StaticChunking(TypedDict):
    """Chunks of a size that you choose."""
    type: Literal['static']
    """Always `static`."""
    static: StaticChunkingStatic
    """The size of the chunks."""


class StaticChunkingStatic(TypedDict):
    """The size of the chunks."""
    max_chunk_size_tokens: int
    """Tokens per chunk at the most, from 100 to 4096."""
    chunk_overlap_tokens: int
    """Tokens that a chunk shares with the next, up to half of `max_chunk_size_tokens`."""


class ModifyAssistantRequest(TypedDict):
    """The settings to change; whatever is left out stays as it is."""
    model: NotRequired[AssistantModel]
    """The model to switch to."""
    name: NotRequired[str | None]
    """A new name."""
    description: NotRequired[str | None]
    """A new note on what it is for."""
    instructions: NotRequired[str | None]
    """New standing orders."""
    reasoning_effort: NotRequired[ReasoningEffort]
    """How hard to think before answering. Less is faster and cheaper; not every model knows every value."""
    tools: NotRequired[Sequence[AssistantTool | Mapping[str, Any]]]
    """The new tool list, at most 128 entries. It replaces the old one."""
    tool_resources: NotRequired[ToolResources | Mapping[str, Any]]
    """Files and vector stores that the tools may reach, sorted by tool."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    response_format: NotRequired[ResponseFormatOption | Mapping[str, Any] | None]
    """The form that answers must take from now on."""


class AssistantDeleted(TypedDict):
    """Confirms that an assistant was deleted."""
    id: str
    """Id of what was deleted."""
    object: Literal['assistant.deleted']
    """Always `assistant.deleted`."""
    deleted: bool
    """True once it is gone."""


class Thread(TypedDict):
    """A conversation. Messages and runs refer to it by its id."""
    id: str
    """The thread's id."""
    object: Literal['thread']
    """Always `thread`."""
    created_at: int
    """When it was created."""
    tool_resources: ToolResources
    """Files and vector stores that the tools may reach, sorted by tool."""
    metadata: Metadata
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class CreateThreadRequest(TypedDict):
    """What a new thread begins with. Everything is optional."""
    messages: NotRequired[Sequence[CreateMessageRequest | Mapping[str, Any]]]
    """First messages, oldest first."""
    tool_resources: NotRequired[NewToolResources | Mapping[str, Any]]
    """Like `ToolResources`, for something about to be created. A vector store can be made on the fly."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class CreateMessageRequest(TypedDict):
    """A message to add."""
    role: MessageRole
    """Who speaks. Use `assistant` in requests to put earlier answers into the conversation."""
    content: str | Sequence[MessageInputPart | Mapping[str, Any]]
    """What is said, as one text or part by part."""
    attachments: NotRequired[MessageAttachments | Sequence[Mapping[str, Any]]]
    """Files that come with the message, each with the tools that may open it."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


MessageRole: TypeAlias = Literal['user', 'assistant']


MessageInputPart: TypeAlias = ImageFilePart | ImageUrlPart | TextInputPart


class ImageFilePart(TypedDict):
    """A picture among your uploaded files."""
    type: Literal['image_file']
    """Always `image_file`."""
    image_file: ImageFilePartImageFile
    """Which file, and how closely to look at it."""


class ImageFilePartImageFile(TypedDict):
    """Which file, and how closely to look at it."""
    file_id: str
    """The picture. Upload with purpose `vision` if you want to read it back."""
    detail: NotRequired[ImageDetail]
    """How closely to look. `low` saves tokens, `high` keeps fine print legible."""


ImageDetail: TypeAlias = Literal['auto', 'low', 'high']


class ImageUrlPart(TypedDict):
    """A picture on the web."""
    type: Literal['image_url']
    """Always `image_url`."""
    image_url: ImageUrlPartImageUrl
    """Which address, and how closely to look at it."""


class ImageUrlPartImageUrl(TypedDict):
    """Which address, and how closely to look at it."""
    url: str
    """The address of a JPEG, PNG, GIF or WebP picture."""
    detail: NotRequired[ImageDetail]
    """How closely to look. `low` saves tokens, `high` keeps fine print legible."""


class TextInputPart(TypedDict):
    """Text for the model."""
    type: Literal['text']
    """Always `text`."""
    text: str
    """The text."""


MessageAttachments: TypeAlias = list[MessageAttachmentsItem] | None


class MessageAttachmentsItem(TypedDict):
    """One file."""
    file_id: NotRequired[str]
    """The uploaded file."""
    tools: NotRequired[list[MessageAttachmentsItemToolsItem]]
    """The tools that may open it."""


class MessageAttachmentsItemToolsItem(TypedDict):
    """One tool, named by its type."""
    type: Literal['code_interpreter', 'file_search']
    """The tool's type."""


class ModifyThreadRequest(TypedDict):
    """What to change; whatever is left out stays as it is."""
    tool_resources: NotRequired[ToolResources | Mapping[str, Any]]
    """Files and vector stores that the tools may reach, sorted by tool."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class ThreadDeleted(TypedDict):
    """Confirms that a thread was deleted."""
    id: str
    """Id of what was deleted."""
    object: Literal['thread.deleted']
    """Always `thread.deleted`."""
    deleted: bool
    """True once it is gone."""


class MessageList(TypedDict):
    """One page of messages."""
    object: str
    """Always `list`."""
    data: list[Message]
    """The messages."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class Message(TypedDict):
    """Something said in a thread, by a user or by an assistant."""
    id: str
    """The message's id."""
    object: Literal['thread.message']
    """Always `thread.message`."""
    created_at: int
    """When it was created."""
    thread_id: str
    """The thread it is part of."""
    status: Literal['in_progress', 'incomplete', 'completed']
    """How far along it is."""
    incomplete_details: MessageIncompleteDetails | None
    """Why it broke off, or null."""
    completed_at: int | None
    """When it was finished."""
    incomplete_at: int | None
    """When it broke off."""
    role: MessageRole
    """Who speaks. Use `assistant` in requests to put earlier answers into the conversation."""
    content: list[MessagePart]
    """Its parts, in reading order."""
    assistant_id: str | None
    """The assistant that wrote it; null if none did."""
    run_id: str | None
    """The run that wrote it; null if it was added by hand."""
    attachments: MessageAttachments
    """Files that come with the message, each with the tools that may open it."""
    metadata: Metadata
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class MessageIncompleteDetails(TypedDict):
    """Why it broke off, or null."""
    reason: Literal['content_filter', 'max_tokens', 'run_cancelled', 'run_expired', 'run_failed']
    """The cause."""


MessagePart: TypeAlias = ImageFilePart | ImageUrlPart | TextPart2 | RefusalPart2


class TextPart2(TypedDict):
    """Text, with marks where it cites or links files."""
    type: Literal['text']
    """Always `text`."""
    text: TextPart2Text
    """The text and its marks."""


class TextPart2Text(TypedDict):
    """The text and its marks."""
    value: str
    """The text itself."""
    annotations: list[Annotation]
    """The marks."""


Annotation: TypeAlias = FileCitation | FilePath


class FileCitation(TypedDict):
    """This passage rests on a file that the file search found."""
    type: Literal['file_citation']
    """Always `file_citation`."""
    text: str
    """The marker in the text that stands for the citation."""
    file_citation: FileCitationFileCitation
    """The source."""
    start_index: int
    """Where the marker begins."""
    end_index: int
    """Where the marker ends."""


class FileCitationFileCitation(TypedDict):
    """The source."""
    file_id: str
    """The cited file."""


class FilePath(TypedDict):
    """This passage links to a file that the code interpreter made."""
    type: Literal['file_path']
    """Always `file_path`."""
    text: str
    """The marker in the text that stands for the link."""
    file_path: FilePathFilePath
    """The target."""
    start_index: int
    """Where the marker begins."""
    end_index: int
    """Where the marker ends."""


class FilePathFilePath(TypedDict):
    """The target."""
    file_id: str
    """The file; fetch it with `downloadFile`."""


class RefusalPart2(TypedDict):
    """The model declined to answer."""
    type: Literal['refusal']
    """Always `refusal`."""
    refusal: str
    """What it said in declining."""


class ModifyMessageRequest(TypedDict):
    """What to change."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class MessageDeleted(TypedDict):
    """Confirms that a message was deleted."""
    id: str
    """Id of what was deleted."""
    object: Literal['thread.message.deleted']
    """Always `thread.message.deleted`."""
    deleted: bool
    """True once it is gone."""


class Run(TypedDict):
    """An assistant at work on a thread."""
    id: str
    """The run's id."""
    object: Literal['thread.run']
    """Always `thread.run`."""
    created_at: int
    """When it was created."""
    thread_id: str
    """The thread it works on."""
    assistant_id: str
    """The assistant at work."""
    status: Literal['queued', 'in_progress', 'requires_action', 'cancelling', 'cancelled', 'failed', 'completed', 'incomplete', 'expired']
    """Where it stands."""
    required_action: RunRequiredAction | None
    """What it waits for, or null."""
    last_error: RunLastError | None
    """What went wrong last, or null."""
    expires_at: int | None
    """When it will be given up."""
    started_at: int | None
    """When it began to work."""
    cancelled_at: int | None
    """When it was cancelled."""
    failed_at: int | None
    """When it failed."""
    completed_at: int | None
    """When it was done."""
    incomplete_details: RunIncompleteDetails | None
    """Why it ended early, or null."""
    model: str
    """The model that answers."""
    instructions: str
    """The instructions in force."""
    tools: list[AssistantTool]
    """The tools at hand."""
    metadata: Metadata
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    usage: TokenUsage | None
    """Tokens used; null until the work has ended."""
    temperature: NotRequired[float | None]
    """The sampling temperature in force."""
    top_p: NotRequired[float | None]
    """The share of probability that was drawn from."""
    max_prompt_tokens: int | None
    """Token budget for reading, over all turns of the run. Beyond it the run ends as `incomplete`."""
    max_completion_tokens: int | None
    """Token budget for writing, over all turns of the run. Beyond it the run ends as `incomplete`."""
    truncation_strategy: TruncationStrategy | None
    """How much of the thread it reads."""
    tool_choice: ToolChoice2 | None
    """Which tools it must or may call."""
    parallel_tool_calls: bool
    """Whether the model may call several of your functions at a time."""
    response_format: ResponseFormatOption | None
    """The form of its answer."""


class RunRequiredAction(TypedDict):
    """What it waits for, or null."""
    type: Literal['submit_tool_outputs']
    """Always `submit_tool_outputs`."""
    submit_tool_outputs: RunRequiredActionSubmitToolOutputs
    """The calls whose results are wanted."""


class RunRequiredActionSubmitToolOutputs(TypedDict):
    """The calls whose results are wanted."""
    tool_calls: list[RequiredToolCall]
    """The calls."""


class RequiredToolCall(TypedDict):
    """A call of one of your functions that the run waits for."""
    id: str
    """The call's id; send the result under it."""
    type: Literal['function']
    """Always `function`."""
    function: RequiredToolCallFunction
    """What to call."""


class RequiredToolCallFunction(TypedDict):
    """What to call."""
    name: str
    """The function's name."""
    arguments: str
    """The arguments, a JSON text. Check it before you trust it."""


class RunLastError(TypedDict):
    """What went wrong last, or null."""
    code: Literal['server_error', 'rate_limit_exceeded', 'invalid_prompt']
    """The cause."""
    message: str
    """An explanation meant to be read."""


class RunIncompleteDetails(TypedDict):
    """Why it ended early, or null."""
    reason: NotRequired[Literal['max_completion_tokens', 'max_prompt_tokens']]
    """The token limit that was hit."""


class TokenUsage(TypedDict):
    """Tokens used; null until the work has ended."""
    prompt_tokens: int
    """Tokens read."""
    completion_tokens: int
    """Tokens written."""
    total_tokens: int
    """Both together."""


class TruncationStrategy(TypedDict):
    """How much of a long thread the model gets to see."""
    type: Literal['auto', 'last_messages']
    """With `auto` the middle is dropped until the rest fits; `last_messages` keeps only the end."""
    last_messages: NotRequired[int | None]
    """How many of the latest messages to keep. Goes with type `last_messages`."""


ToolChoice2: TypeAlias = Literal['none', 'auto', 'required'] | NamedToolChoice


class NamedToolChoice(TypedDict):
    """The tool that must be called."""
    type: Literal['function', 'code_interpreter', 'file_search']
    """The tool's type."""
    function: NotRequired[NamedToolChoiceFunction]
    """Which function. Give it whenever the type is `function`."""


class NamedToolChoiceFunction(TypedDict):
    """Which function. Give it whenever the type is `function`."""
    name: str
    """The function's name."""


class RunStep(TypedDict):
    """One thing that a run did."""
    id: str
    """The step's id."""
    object: Literal['thread.run.step']
    """Always `thread.run.step`."""
    created_at: int
    """When it was created."""
    assistant_id: str
    """The assistant at work."""
    thread_id: str
    """The thread it works on."""
    run_id: str
    """The run it is part of."""
    type: Literal['message_creation', 'tool_calls']
    """What it does, as in `step_details`."""
    status: Literal['in_progress', 'cancelled', 'failed', 'completed', 'expired']
    """Where it stands."""
    step_details: StepDetails
    """What the step did."""
    last_error: RunStepLastError | None
    """What went wrong last, or null."""
    expired_at: int | None
    """When it expired along with its run."""
    cancelled_at: int | None
    """When it was cancelled."""
    failed_at: int | None
    """When it failed."""
    completed_at: int | None
    """When it was done."""
    metadata: Metadata
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    usage: TokenUsage
    """Tokens used; null until the work has ended."""


StepDetails: TypeAlias = MessageCreation | ToolCalls2


class MessageCreation(TypedDict):
    """It wrote a message."""
    type: Literal['message_creation']
    """Always `message_creation`."""
    message_creation: MessageCreationMessageCreation
    """Which one."""


class MessageCreationMessageCreation(TypedDict):
    """Which one."""
    message_id: str
    """The message; read it with `getMessage`."""


class ToolCalls2(TypedDict):
    """It called tools."""
    type: Literal['tool_calls']
    """Always `tool_calls`."""
    tool_calls: list[ToolCall]
    """The calls, in order."""


ToolCall: TypeAlias = CodeInterpreterCall | FileSearchCall | FunctionCall2


class CodeInterpreterCall(TypedDict):
    """Some code was run."""
    id: str
    """The call's id."""
    type: Literal['code_interpreter']
    """Always `code_interpreter`."""
    code_interpreter: CodeInterpreterCallCodeInterpreter
    """The code and what it printed or drew."""


class CodeInterpreterCallCodeInterpreter(TypedDict):
    """The code and what it printed or drew."""
    input: str
    """The code."""
    outputs: list[CodeOutput]
    """What came out, in order."""


CodeOutput: TypeAlias = CodeLogs | CodeImage


class CodeLogs(TypedDict):
    """Printed text."""
    type: Literal['logs']
    """Always `logs`."""
    logs: str
    """The text."""


class CodeImage(TypedDict):
    """A picture."""
    type: Literal['image']
    """Always `image`."""
    image: CodeImageImage
    """Where it is."""


class CodeImageImage(TypedDict):
    """Where it is."""
    file_id: str
    """The file; fetch it with `downloadFile`."""


class FileSearchCall(TypedDict):
    """A vector store was searched."""
    id: str
    """The call's id."""
    type: Literal['file_search']
    """Always `file_search`."""
    file_search: FileSearchCallFileSearch
    """How it searched and what it found."""


class FileSearchCallFileSearch(TypedDict):
    """How it searched and what it found."""
    ranking_options: NotRequired[FileSearchCallFileSearchRankingOptions]
    """How passages were ranked."""
    results: NotRequired[list[FileSearchResult]]
    """What was found, best first."""


class FileSearchCallFileSearchRankingOptions(TypedDict):
    """How passages were ranked."""
    ranker: FileSearchRanker
    """The ranking method; `auto` follows the service's current best."""
    score_threshold: float
    """Drop passages that score less than this."""


class FileSearchResult(TypedDict):
    """A file in which something was found."""
    file_id: str
    """The file."""
    file_name: str
    """Its name."""
    score: float
    """How well it matches."""
    content: NotRequired[list[FileSearchResultContentItem]]
    """The passages. Only there if asked for with `include[]`."""


class FileSearchResultContentItem(TypedDict):
    """One passage."""
    type: NotRequired[Literal['text']]
    """Always `text`."""
    text: NotRequired[str]
    """The passage."""


class FunctionCall2(TypedDict):
    """A function of yours was called."""
    id: str
    """The call's id."""
    type: Literal['function']
    """Always `function`."""
    function: FunctionCall2Function
    """The call and its result."""


class FunctionCall2Function(TypedDict):
    """The call and its result."""
    name: str
    """The function's name."""
    arguments: str
    """The arguments, a JSON text."""
    output: str | None
    """The result you gave; null until then."""


class RunStepLastError(TypedDict):
    """What went wrong last, or null."""
    code: Literal['server_error', 'rate_limit_exceeded']
    """The cause."""
    message: str
    """An explanation meant to be read."""


class RunStepDelta(TypedDict):
    """What one stream event adds to a step."""
    id: str
    """The step that grows."""
    object: Literal['thread.run.step.delta']
    """Always `thread.run.step.delta`."""
    delta: RunStepDeltaDelta
    """The additions."""


class RunStepDeltaDelta(TypedDict):
    """The additions."""
    step_details: NotRequired[StepDetailsDelta]
    """More on what the step does."""


StepDetailsDelta: TypeAlias = MessageCreationDelta | ToolCallsDelta


class MessageCreationDelta(TypedDict):
    """It is writing a message."""
    type: Literal['message_creation']
    """Always `message_creation`."""
    message_creation: NotRequired[MessageCreationDeltaMessageCreation]
    """Which one."""


class MessageCreationDeltaMessageCreation(TypedDict):
    """Which one."""
    message_id: NotRequired[str]
    """The message."""


class ToolCallsDelta(TypedDict):
    """It is calling tools."""
    type: Literal['tool_calls']
    """Always `tool_calls`."""
    tool_calls: NotRequired[list[ToolCallDelta]]
    """New or longer calls."""


ToolCallDelta: TypeAlias = CodeInterpreterCallDelta | FileSearchCallDelta | FunctionCallDelta


class CodeInterpreterCallDelta(TypedDict):
    """More code, or more of what came out."""
    index: int
    """Position of the call."""
    id: NotRequired[str]
    """The call's id."""
    type: Literal['code_interpreter']
    """Always `code_interpreter`."""
    code_interpreter: NotRequired[CodeInterpreterCallDeltaCodeInterpreter]
    """The additions."""


class CodeInterpreterCallDeltaCodeInterpreter(TypedDict):
    """The additions."""
    input: NotRequired[str]
    """Code to append."""
    outputs: NotRequired[list[CodeOutputDelta]]
    """New or longer outputs."""


CodeOutputDelta: TypeAlias = CodeLogsDelta | CodeImageDelta


class CodeLogsDelta(TypedDict):
    """More printed text."""
    index: int
    """Position of the output."""
    type: Literal['logs']
    """Always `logs`."""
    logs: NotRequired[str]
    """Text to append."""


class CodeImageDelta(TypedDict):
    """A picture."""
    index: int
    """Position of the output."""
    type: Literal['image']
    """Always `image`."""
    image: NotRequired[CodeImageDeltaImage]
    """Where it is."""


class CodeImageDeltaImage(TypedDict):
    """Where it is."""
    file_id: NotRequired[str]
    """The file."""


class FileSearchCallDelta(TypedDict):
    """A search has begun."""
    index: int
    """Position of the call."""
    id: NotRequired[str]
    """The call's id."""
    type: Literal['file_search']
    """Always `file_search`."""
    file_search: dict[str, Any]
    """Empty so far."""


class FunctionCallDelta(TypedDict):
    """More of a function call."""
    index: int
    """Position of the call."""
    id: NotRequired[str]
    """The call's id."""
    type: Literal['function']
    """Always `function`."""
    function: NotRequired[FunctionCallDeltaFunction]
    """The additions."""


class FunctionCallDeltaFunction(TypedDict):
    """The additions."""
    name: NotRequired[str]
    """The function's name."""
    arguments: NotRequired[str]
    """Text to append to the arguments."""
    output: NotRequired[str | None]
    """The result you gave; null until then."""


class MessageDelta(TypedDict):
    """What one stream event adds to a message."""
    id: str
    """The message that grows."""
    object: Literal['thread.message.delta']
    """Always `thread.message.delta`."""
    delta: MessageDeltaDelta
    """The additions."""


class MessageDeltaDelta(TypedDict):
    """The additions."""
    role: NotRequired[MessageRole]
    """Who speaks. Use `assistant` in requests to put earlier answers into the conversation."""
    content: NotRequired[list[MessagePartDelta]]
    """New or longer parts."""


MessagePartDelta: TypeAlias = ImageFilePartDelta | ImageUrlPartDelta | TextPartDelta | RefusalPartDelta


class ImageFilePartDelta(TypedDict):
    """A picture file, or more about it."""
    index: int
    """Position of the part."""
    type: Literal['image_file']
    """Always `image_file`."""
    image_file: NotRequired[ImageFile]
    """Which file, and how closely to look at it."""


class ImageFile(TypedDict):
    """Which file, and how closely to look at it."""
    file_id: NotRequired[str]
    """The picture. Upload with purpose `vision` if you want to read it back."""
    detail: NotRequired[ImageDetail]
    """How closely to look. `low` saves tokens, `high` keeps fine print legible."""


class ImageUrlPartDelta(TypedDict):
    """A picture address, or more about it."""
    index: int
    """Position of the part."""
    type: Literal['image_url']
    """Always `image_url`."""
    image_url: NotRequired[ImageUrl]
    """Which address, and how closely to look at it."""


class ImageUrl(TypedDict):
    """Which address, and how closely to look at it."""
    url: NotRequired[str]
    """The address of a JPEG, PNG, GIF or WebP picture."""
    detail: NotRequired[ImageDetail]
    """How closely to look. `low` saves tokens, `high` keeps fine print legible."""


class TextPartDelta(TypedDict):
    """More text, to be put behind what came before."""
    index: int
    """Position of the part."""
    type: Literal['text']
    """Always `text`."""
    text: NotRequired[TextPartDeltaText]
    """The additions."""


class TextPartDeltaText(TypedDict):
    """The additions."""
    value: NotRequired[str]
    """Text to append."""
    annotations: NotRequired[list[AnnotationDelta]]
    """New marks."""


AnnotationDelta: TypeAlias = FileCitationDelta | FilePathDelta


class FileCitationDelta(TypedDict):
    """A citation, complete or in part."""
    index: int
    """Position among the marks."""
    type: Literal['file_citation']
    """Always `file_citation`."""
    text: NotRequired[str]
    """The marker in the text that stands for the citation."""
    file_citation: NotRequired[FileCitationDeltaFileCitation]
    """The source."""
    start_index: NotRequired[int]
    """Where the marker begins."""
    end_index: NotRequired[int]
    """Where the marker ends."""


class FileCitationDeltaFileCitation(TypedDict):
    """The source."""
    file_id: NotRequired[str]
    """The cited file."""
    quote: NotRequired[str]
    """The cited words."""


class FilePathDelta(TypedDict):
    """A link to a file, complete or in part."""
    index: int
    """Position among the marks."""
    type: Literal['file_path']
    """Always `file_path`."""
    text: NotRequired[str]
    """The marker in the text that stands for the link."""
    file_path: NotRequired[FilePathDeltaFilePath]
    """The target."""
    start_index: NotRequired[int]
    """Where the marker begins."""
    end_index: NotRequired[int]
    """Where the marker ends."""


class FilePathDeltaFilePath(TypedDict):
    """The target."""
    file_id: NotRequired[str]
    """The file that was made."""


class RefusalPartDelta(TypedDict):
    """More of a refusal."""
    index: int
    """Position of the part."""
    type: Literal['refusal']
    """Always `refusal`."""
    refusal: NotRequired[str]
    """Text to append."""


class Error(TypedDict):
    """What went wrong, for people (`message`) and for programs (`type`, `code`, `param`)."""
    message: str
    """An explanation meant to be read."""
    type: str
    """The family of the error, such as `invalid_request_error` or `server_error`."""
    param: str | None
    """The request field at fault, or null when no single field is."""
    code: str | None
    """A stable identifier of the cause, or null."""


class CreateThreadAndRunRequest(TypedDict):
    """What goes into the new thread, which assistant to run on it, and what to do differently this time."""
    assistant_id: str
    """The assistant to set to work."""
    thread: NotRequired[CreateThreadRequest | Mapping[str, Any]]
    """What a new thread begins with. Everything is optional."""
    model: NotRequired[RunModel]
    """The model to use instead of the assistant's."""
    instructions: NotRequired[str | None]
    """Orders to follow instead of the assistant's."""
    tools: NotRequired[RunTools]
    """Tools to use instead of the assistant's, at most 20."""
    tool_resources: NotRequired[ToolResources | Mapping[str, Any]]
    """Files and vector stores that the tools may reach, sorted by tool."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    stream: NotRequired[bool | None]
    """Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you."""
    max_prompt_tokens: NotRequired[int | None]
    """Token budget for reading, over all turns of the run. Beyond it the run ends as `incomplete`."""
    max_completion_tokens: NotRequired[int | None]
    """Token budget for writing, over all turns of the run. Beyond it the run ends as `incomplete`."""
    truncation_strategy: NotRequired[TruncationStrategy | Mapping[str, Any] | None]
    """How much of the thread to read; null means all that fits."""
    tool_choice: NotRequired[ToolChoice2 | Mapping[str, Any] | None]
    """Which tools it must or may call; null is like `auto`."""
    parallel_tool_calls: NotRequired[bool]
    """Whether the model may call several of your functions at a time."""
    response_format: NotRequired[ResponseFormatOption | Mapping[str, Any] | None]
    """The form that the answer must take; null keeps the assistant's."""


RunModel: TypeAlias = (
    str
    | Literal['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-2025-08-07', 'gpt-5-mini-2025-08-07', 'gpt-5-nano-2025-08-07', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4.1-2025-04-14', 'gpt-4.1-mini-2025-04-14', 'gpt-4.1-nano-2025-04-14', 'o3-mini', 'o3-mini-2025-01-31', 'o1', 'o1-2024-12-17', 'gpt-4o', 'gpt-4o-2024-11-20', 'gpt-4o-2024-08-06', 'gpt-4o-2024-05-13', 'gpt-4o-mini', 'gpt-4o-mini-2024-07-18', 'gpt-4.5-preview', 'gpt-4.5-preview-2025-02-27', 'gpt-4-turbo', 'gpt-4-turbo-2024-04-09', 'gpt-4-0125-preview', 'gpt-4-turbo-preview', 'gpt-4-1106-preview', 'gpt-4-vision-preview', 'gpt-4', 'gpt-4-0314', 'gpt-4-0613', 'gpt-4-32k', 'gpt-4-32k-0314', 'gpt-4-32k-0613', 'gpt-3.5-turbo', 'gpt-3.5-turbo-16k', 'gpt-3.5-turbo-0613', 'gpt-3.5-turbo-1106', 'gpt-3.5-turbo-0125', 'gpt-3.5-turbo-16k-0613']
    | None
)


RunTools: TypeAlias = Sequence[AssistantTool | Mapping[str, Any]] | None


class RunList(TypedDict):
    """One page of runs."""
    object: str
    """Always `list`."""
    data: list[Run]
    """The runs."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class CreateRunRequest(TypedDict):
    """Which assistant to run, and what to do differently this time."""
    assistant_id: str
    """The assistant to set to work."""
    model: NotRequired[RunModel]
    """The model to use instead of the assistant's."""
    reasoning_effort: NotRequired[ReasoningEffort]
    """How hard to think before answering. Less is faster and cheaper; not every model knows every value."""
    instructions: NotRequired[str | None]
    """Orders to follow instead of the assistant's."""
    additional_instructions: NotRequired[str | None]
    """Orders to append to the assistant's own instead of replacing them."""
    additional_messages: NotRequired[Sequence[CreateMessageRequest | Mapping[str, Any]] | None]
    """Messages to append to the thread before the run begins."""
    tools: NotRequired[RunTools]
    """Tools to use instead of the assistant's, at most 20."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""
    temperature: NotRequired[float | None]
    """How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then."""
    top_p: NotRequired[float | None]
    """Choose only among the likeliest words that together have this probability."""
    stream: NotRequired[bool | None]
    """Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you."""
    max_prompt_tokens: NotRequired[int | None]
    """Token budget for reading, over all turns of the run. Beyond it the run ends as `incomplete`."""
    max_completion_tokens: NotRequired[int | None]
    """Token budget for writing, over all turns of the run. Beyond it the run ends as `incomplete`."""
    truncation_strategy: NotRequired[TruncationStrategy | Mapping[str, Any] | None]
    """How much of the thread to read; null means all that fits."""
    tool_choice: NotRequired[ToolChoice2 | Mapping[str, Any] | None]
    """Which tools it must or may call; null is like `auto`."""
    parallel_tool_calls: NotRequired[bool]
    """Whether the model may call several of your functions at a time."""
    response_format: NotRequired[ResponseFormatOption | Mapping[str, Any] | None]
    """The form that the answer must take; null keeps the assistant's."""


class ModifyRunRequest(TypedDict):
    """What to change."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class SubmitToolOutputsRequest(TypedDict):
    """The results of the calls that a run waits for."""
    tool_outputs: Sequence[SubmitToolOutputsRequestToolOutputsItem | Mapping[str, Any]]
    """One entry for each call in `required_action`."""
    stream: NotRequired[bool | None]
    """Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you."""


class SubmitToolOutputsRequestToolOutputsItem(TypedDict):
    """The result of one call."""
    tool_call_id: NotRequired[str]
    """The call's id."""
    output: NotRequired[str]
    """Its result as text, often JSON."""


class SubmitToolOuputsToRunToolOutputsItem(TypedDict):
    """The result of one call."""
    tool_call_id: NotRequired[str]
    """The call's id."""
    output: NotRequired[str]
    """Its result as text, often JSON."""


class RunStepList(TypedDict):
    """One page of steps."""
    object: str
    """Always `list`."""
    data: list[RunStep]
    """The steps."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class VectorStoreList(TypedDict):
    """One page of vector stores."""
    object: str
    """Always `list`."""
    data: list[VectorStore]
    """The vector stores."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class VectorStore(TypedDict):
    """A collection of indexed files."""
    id: str
    """The vector store's id."""
    object: Literal['vector_store']
    """Always `vector_store`."""
    created_at: int
    """When it was created."""
    name: str
    """Its name."""
    usage_bytes: int
    """What its files take up, in bytes."""
    file_counts: FileCounts
    """How many files stand where."""
    status: Literal['expired', 'in_progress', 'completed']
    """Search once it is `completed`."""
    expires_after: NotRequired[ExpirationPolicy | None]
    """When it expires, if it does."""
    expires_at: NotRequired[int | None]
    """When it expires."""
    last_active_at: int | None
    """When it was last used."""
    metadata: Metadata
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class FileCounts(TypedDict):
    """How many files stand where."""
    in_progress: int
    """Files at work."""
    completed: int
    """Files indexed."""
    failed: int
    """Files that could not be indexed."""
    cancelled: int
    """Files called off."""
    total: int
    """All of them."""


class ExpirationPolicy(TypedDict):
    """Let the store expire once it has gone unused for some days."""
    anchor: Literal['last_active_at']
    """From when to count, always `last_active_at`."""
    days: int
    """How many days to wait."""


class CreateVectorStoreRequest(TypedDict):
    """A new vector store. Everything is optional."""
    file_ids: NotRequired[Sequence[str]]
    """Uploaded files to put in at once, 500 at the most."""
    name: NotRequired[str]
    """A name to recognise it by."""
    description: NotRequired[str]
    """A note on what it is for."""
    expires_after: NotRequired[ExpirationPolicy | Mapping[str, Any]]
    """Let the store expire once it has gone unused for some days."""
    chunking_strategy: NotRequired[ChunkingStrategy | Mapping[str, Any]]
    """How to cut files into the chunks that a search finds. The default is `auto`."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class ModifyVectorStoreRequest(TypedDict):
    """What to change; whatever is left out stays as it is."""
    name: NotRequired[str | None]
    """A new name."""
    expires_after: NotRequired[ExpirationPolicy | Mapping[str, Any] | None]
    """A new expiry, or null to keep the store for good."""
    metadata: NotRequired[Metadata]
    """Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at most 512."""


class VectorStoreDeleted(TypedDict):
    """Confirms that a vector store was deleted."""
    id: str
    """Id of what was deleted."""
    object: Literal['vector_store.deleted']
    """Always `vector_store.deleted`."""
    deleted: bool
    """True once it is gone."""


class VectorStoreFileList(TypedDict):
    """One page of files."""
    object: str
    """Always `list`."""
    data: list[VectorStoreFile]
    """The files."""
    first_id: str | None
    """Id of the first item on this page, null if the page is empty."""
    last_id: str | None
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class VectorStoreFile(TypedDict):
    """An uploaded file's place in a vector store."""
    id: str
    """The id of the uploaded file."""
    object: Literal['vector_store.file']
    """Always `vector_store.file`."""
    usage_bytes: int
    """What it takes up in the store, in bytes."""
    created_at: int
    """When it was put into the store."""
    vector_store_id: str
    """The store it is in."""
    status: IndexingStatus
    """How far the indexing is."""
    last_error: VectorStoreFileLastError | None
    """What went wrong last, or null."""
    chunking_strategy: NotRequired[UsedChunkingStrategy]
    """How the file was cut into chunks."""
    attributes: NotRequired[FileAttributes]
    """Facts about the file by which a search can filter, up to 16. A key has at most 64 characters; a value is a text of at most 512, a number or a boolean."""


IndexingStatus: TypeAlias = Literal['in_progress', 'completed', 'cancelled', 'failed']


class VectorStoreFileLastError(TypedDict):
    """What went wrong last, or null."""
    code: Literal['server_error', 'unsupported_file', 'invalid_file']
    """The cause."""
    message: str
    """An explanation meant to be read."""


UsedChunkingStrategy: TypeAlias = StaticChunking | UnknownChunking


class UnknownChunking(TypedDict):
    """Not known any more; the file was indexed before the service took note of this."""
    type: Literal['other']
    """Always `other`."""


FileAttributes: TypeAlias = dict[str, str | float | bool] | None


class CreateVectorStoreFileRequest(TypedDict):
    """A file to add."""
    file_id: str
    """The uploaded file, see `createFile`."""
    chunking_strategy: NotRequired[ChunkingStrategy | Mapping[str, Any]]
    """How to cut files into the chunks that a search finds. The default is `auto`."""
    attributes: NotRequired[FileAttributes]
    """Facts about the file by which a search can filter, up to 16. A key has at most 64 characters; a value is a text of at most 512, a number or a boolean."""


class VectorStoreFileDeleted(TypedDict):
    """Confirms that a file was taken out of a vector store."""
    id: str
    """Id of what was deleted."""
    object: Literal['vector_store.file.deleted']
    """Always `vector_store.file.deleted`."""
    deleted: bool
    """True once it is gone."""


class VectorStoreFileBatch(TypedDict):
    """Many files being added together."""
    id: str
    """The batch's id."""
    object: Literal['vector_store.files_batch', 'vector_store.file_batch']
    """The kind of this object."""
    created_at: int
    """When it was created."""
    vector_store_id: str
    """The store that the files go to."""
    status: IndexingStatus
    """How far the indexing is."""
    file_counts: FileCounts
    """How many files stand where."""


class CreateVectorStoreFileBatchRequest(TypedDict):
    """The files to add, either as `file_ids` or as `files`."""
    file_ids: NotRequired[Sequence[str]]
    """Uploaded files, 2000 at the most, treated alike."""
    files: NotRequired[Sequence[CreateVectorStoreFileRequest | Mapping[str, Any]]]
    """Uploaded files, 2000 at the most, each with its own attributes and chunking."""
    chunking_strategy: NotRequired[ChunkingStrategy | Mapping[str, Any]]
    """How to cut all of `file_ids`. Not used for `files`. The default is `auto`."""
    attributes: NotRequired[FileAttributes]
    """Attributes for all of `file_ids`, as many and as long as for one file. Not used for `files`."""


class ListAuditLogsEffectiveAt(TypedDict):
    gt: NotRequired[int]
    """Later than this."""
    gte: NotRequired[int]
    """At this moment or later."""
    lt: NotRequired[int]
    """Earlier than this."""
    lte: NotRequired[int]
    """At this moment or earlier."""


AuditLogEventType: TypeAlias = Literal['api_key.created', 'api_key.updated', 'api_key.deleted', 'certificate.created', 'certificate.updated', 'certificate.deleted', 'certificates.activated', 'certificates.deactivated', 'checkpoint.permission.created', 'checkpoint.permission.deleted', 'external_key.registered', 'external_key.removed', 'group.created', 'group.updated', 'group.deleted', 'invite.sent', 'invite.accepted', 'invite.deleted', 'ip_allowlist.created', 'ip_allowlist.updated', 'ip_allowlist.deleted', 'ip_allowlist.config.activated', 'ip_allowlist.config.deactivated', 'login.succeeded', 'login.failed', 'logout.succeeded', 'logout.failed', 'organization.updated', 'project.created', 'project.updated', 'project.archived', 'project.deleted', 'rate_limit.updated', 'rate_limit.deleted', 'resource.deleted', 'role.created', 'role.updated', 'role.deleted', 'role.assignment.created', 'role.assignment.deleted', 'role.bound_to_resource', 'role.unbound_from_resource', 'scim.enabled', 'scim.disabled', 'service_account.created', 'service_account.updated', 'service_account.deleted', 'tunnel.created', 'tunnel.updated', 'tunnel.deleted', 'user.added', 'user.updated', 'user.deleted', 'workload_identity_provider.created', 'workload_identity_provider.updated', 'workload_identity_provider.deleted', 'workload_identity_provider_mapping.created', 'workload_identity_provider_mapping.updated', 'workload_identity_provider_mapping.deleted', 'tenant.admin_api_key.created', 'tenant.admin_api_key.updated', 'tenant.admin_api_key.deleted', 'tenant.ads_account.onboarding.redemption', 'tenant.api_organization_invite.upserted', 'tenant.api_organization_invite.deleted', 'tenant.billing.alerts.updated', 'tenant.billing.info.updated', 'tenant.billing.overage_limit.updated', 'tenant.chatgpt_access_token.revoked', 'tenant.chatgpt_workspace_invite.upserted', 'tenant.custom_role.created', 'tenant.custom_role.updated', 'tenant.custom_role.deleted', 'tenant.domains.migrated', 'tenant.group.created', 'tenant.group.updated', 'tenant.group.deleted', 'tenant.group.member.added', 'tenant.group.member.removed', 'tenant.membership.accepted', 'tenant.membership.declined', 'tenant.membership.revoked', 'tenant.metadata.updated', 'tenant.microsoft_entra_mapping.upserted', 'tenant.microsoft_entra_mapping.deleted', 'tenant.migration.completed', 'tenant.migration_rollout.status.updated', 'tenant.migration_rollout.tier.updated', 'tenant.policy.created', 'tenant.policy.updated', 'tenant.policy.deleted', 'tenant.policy.attached', 'tenant.policy.detached', 'tenant.principal_authentication_policy.resolved', 'tenant.product_access_policy.updated', 'tenant.project_api_key.created', 'tenant.resource_access.updated', 'tenant.resource_access.deleted', 'tenant.resource_role_assignment.created', 'tenant.resource_role_assignment.deleted', 'tenant.resource_share_grant.created', 'tenant.resource_share_grant.updated', 'tenant.resource_share_grant.accepted', 'tenant.resource_share_grant.declined', 'tenant.resource_share_grant.revoked', 'tenant.resource_share_grant.deleted', 'tenant.role.metadata.updated', 'tenant.role_assignment.created', 'tenant.role_assignment.deleted', 'tenant.scim.setup.started', 'tenant.scim.deletion.requested', 'tenant.scim.directory.created', 'tenant.service_account.updated', 'tenant.service_account.deleted', 'tenant.service_account.token.revoked', 'tenant.session_policy.created', 'tenant.session_policy.updated', 'tenant.session_policy.deleted', 'tenant.session_revocation.started', 'tenant.sso.migrated', 'tenant.sso_connection.created', 'tenant.sso_connection.updated', 'tenant.sso_connection.deleted', 'tenant.sso_connection.setup.started', 'tenant.third_party_app_policy.updated', 'tenant.usage_limit.workspace.updated', 'tenant.usage_limit.group.updated', 'tenant.usage_limit.user.updated', 'tenant.usage_limit.increase_request.updated', 'tenant.usage_limit.increase_request.resolved', 'tenant.user.added', 'tenant.user.updated', 'tenant.user.removed', 'tenant.user.looked_up', 'tenant.user.invited', 'tenant.workload_identity.provider.created', 'tenant.workload_identity.provider.updated', 'tenant.workload_identity.provider.archived', 'tenant.workload_identity.mapping.created', 'tenant.workload_identity.mapping.updated', 'tenant.workload_identity.mapping.archived', 'tenant.workload_identity.binding.created', 'tenant.workload_identity.principal.provisioned', 'tenant.workload_identity.access_token.issued', 'tenant.workspace_invite_email_settings.updated']


class ListAuditLogsResponse(TypedDict):
    """A page of events."""
    data: list[AuditLog]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


AuditLog = TypedDict("AuditLog", {
    'id': str,
    'type': AuditLogEventType,
    'effective_at': int,
    'project': NotRequired[AuditLogProject],
    'actor': NotRequired[AuditLogActor | None],
    'api_key.created': NotRequired[AuditApiKeyCreated],
    'api_key.updated': NotRequired[AuditApiKeyUpdated],
    'api_key.deleted': NotRequired[AuditTarget],
    'checkpoint.permission.created': NotRequired[AuditCheckpointPermissionCreated],
    'checkpoint.permission.deleted': NotRequired[AuditTarget],
    'external_key.registered': NotRequired[AuditTargetWithData],
    'external_key.removed': NotRequired[AuditTarget],
    'group.created': NotRequired[AuditGroupCreated],
    'group.updated': NotRequired[AuditGroupUpdated],
    'group.deleted': NotRequired[AuditTarget],
    'scim.enabled': NotRequired[AuditTarget],
    'scim.disabled': NotRequired[AuditTarget],
    'invite.sent': NotRequired[AuditInviteSent],
    'invite.accepted': NotRequired[AuditTarget],
    'invite.deleted': NotRequired[AuditTarget],
    'user.added': NotRequired[AuditRoleGiven],
    'user.updated': NotRequired[AuditRoleChanged],
    'user.deleted': NotRequired[AuditTarget],
    'service_account.created': NotRequired[AuditRoleGiven],
    'service_account.updated': NotRequired[AuditRoleChanged],
    'service_account.deleted': NotRequired[AuditTarget],
    'login.succeeded': NotRequired[dict[str, Any]],
    'login.failed': NotRequired[AuditFailure],
    'logout.succeeded': NotRequired[dict[str, Any]],
    'logout.failed': NotRequired[AuditFailure],
    'ip_allowlist.created': NotRequired[AuditIpAllowlist],
    'ip_allowlist.updated': NotRequired[AuditIpAllowlistUpdated],
    'ip_allowlist.deleted': NotRequired[AuditIpAllowlist],
    'ip_allowlist.config.activated': NotRequired[AuditIpAllowlistConfigs],
    'ip_allowlist.config.deactivated': NotRequired[AuditIpAllowlistConfigs],
    'certificate.created': NotRequired[AuditNamedTarget],
    'certificate.updated': NotRequired[AuditNamedTarget],
    'certificate.deleted': NotRequired[AuditCertificateDeleted],
    'certificates.activated': NotRequired[AuditCertificates],
    'certificates.deactivated': NotRequired[AuditCertificates],
    'workload_identity_provider.created': NotRequired[AuditTargetWithData],
    'workload_identity_provider.updated': NotRequired[AuditTargetWithChanges],
    'workload_identity_provider.deleted': NotRequired[AuditNamedTarget],
    'workload_identity_provider_mapping.created': NotRequired[AuditMappingCreated],
    'workload_identity_provider_mapping.updated': NotRequired[AuditMappingUpdated],
    'workload_identity_provider_mapping.deleted': NotRequired[AuditMappingDeleted],
    'organization.updated': NotRequired[AuditOrganizationUpdated],
    'project.created': NotRequired[AuditProjectCreated],
    'project.updated': NotRequired[AuditProjectUpdated],
    'project.archived': NotRequired[AuditTarget],
    'project.deleted': NotRequired[AuditTarget],
    'rate_limit.updated': NotRequired[AuditRateLimitUpdated],
    'rate_limit.deleted': NotRequired[AuditTarget],
    'role.created': NotRequired[AuditRoleCreated],
    'role.updated': NotRequired[AuditRoleUpdated],
    'role.deleted': NotRequired[AuditTarget],
    'role.assignment.created': NotRequired[AuditRoleAssignment],
    'role.assignment.deleted': NotRequired[AuditRoleAssignment],
    'role.bound_to_resource': NotRequired[AuditRoleBinding],
    'role.unbound_from_resource': NotRequired[AuditRoleBinding],
})


class AuditLogProject(TypedDict):
    """The project it happened in. Missing where none is concerned; for admin keys, the default project."""
    id: NotRequired[str]
    """Id of the project."""
    name: NotRequired[str]
    """What the project is called."""


class AuditLogActor(TypedDict):
    """Who did it, through the website (`session`) or with a key (`api_key`)."""
    type: NotRequired[Literal['session', 'api_key']]
    """Which of the two it is."""
    session: NotRequired[AuditLogActorSession]
    """A visit to the website."""
    api_key: NotRequired[AuditLogActorApiKey]
    """A key that was used."""


class AuditLogActorSession(TypedDict):
    """A visit to the website."""
    user: NotRequired[AuditLogActorUser]
    """The person."""
    ip_address: NotRequired[str]
    """Where the visit came from."""


class AuditLogActorUser(TypedDict):
    """The person."""
    id: NotRequired[str]
    """Id of the user."""
    email: NotRequired[str]
    """Where the user gets mail."""


class AuditLogActorApiKey(TypedDict):
    """A key that was used."""
    id: NotRequired[str]
    """Id of the key."""
    type: NotRequired[Literal['user', 'service_account']]
    """Whose key it is."""
    user: NotRequired[AuditLogActorUser]
    """The person."""
    service_account: NotRequired[AuditLogActorApiKeyServiceAccount]
    """The program."""


class AuditLogActorApiKeyServiceAccount(TypedDict):
    """The program."""
    id: NotRequired[str]
    """Id of the service account."""


class AuditApiKeyCreated(TypedDict):
    """A new API key."""
    data: NotRequired[AuditApiKeyCreatedData]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditApiKeyCreatedData(TypedDict):
    """The settings."""
    scopes: NotRequired[list[str]]
    """What the key may do."""


class AuditApiKeyUpdated(TypedDict):
    """A changed API key."""
    changes_requested: NotRequired[AuditApiKeyUpdatedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditApiKeyUpdatedChangesRequested(TypedDict):
    """What was asked to change."""
    scopes: NotRequired[list[str]]
    """What the key may do now."""


class AuditTarget(TypedDict):
    """What it was done to."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditCheckpointPermissionCreated(TypedDict):
    """A permission to use a checkpoint."""
    data: NotRequired[AuditCheckpointPermissionCreatedData]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditCheckpointPermissionCreatedData(TypedDict):
    """The settings."""
    project_id: NotRequired[str]
    """The project that may use it."""
    fine_tuned_model_checkpoint: NotRequired[str]
    """The checkpoint."""


class AuditTargetWithData(TypedDict):
    """What was made, and with which settings."""
    data: NotRequired[dict[str, Any]]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditGroupCreated(TypedDict):
    """A new group."""
    data: NotRequired[AuditGroupCreatedData]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditGroupCreatedData(TypedDict):
    """The settings."""
    group_name: NotRequired[str]
    """What the group is called."""


class AuditGroupUpdated(TypedDict):
    """A changed group."""
    changes_requested: NotRequired[AuditGroupUpdatedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditGroupUpdatedChangesRequested(TypedDict):
    """What was asked to change."""
    group_name: NotRequired[str]
    """The new name."""


class AuditInviteSent(TypedDict):
    """A new invitation."""
    data: NotRequired[AuditInviteSentData]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditInviteSentData(TypedDict):
    """The settings."""
    email: NotRequired[str]
    """Whom it was sent to."""
    role: NotRequired[str]
    """The role offered, `owner` or `member`."""


class AuditRoleGiven(TypedDict):
    """Somebody new, with a role."""
    data: NotRequired[AuditRoleGivenData]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditRoleGivenData(TypedDict):
    """The settings."""
    role: NotRequired[str]
    """`owner` or `member`."""


class AuditRoleChanged(TypedDict):
    """Somebody with another role."""
    changes_requested: NotRequired[AuditRoleChangedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditRoleChangedChangesRequested(TypedDict):
    """What was asked to change."""
    role: NotRequired[str]
    """`owner` or `member`."""


class AuditFailure(TypedDict):
    """Why it did not work."""
    error_code: NotRequired[str]
    """The cause as a fixed word."""
    error_message: NotRequired[str]
    """The cause in words."""


class AuditIpAllowlist(TypedDict):
    """A list of addresses from which the API may be used."""
    allowed_ips: NotRequired[list[str]]
    """Addresses and CIDR ranges."""
    name: NotRequired[str]
    """What it is called."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditIpAllowlistUpdated(TypedDict):
    """A changed list of addresses."""
    allowed_ips: NotRequired[list[str]]
    """Addresses and CIDR ranges from now on."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditIpAllowlistConfigs(TypedDict):
    """Lists of addresses that were switched on or off."""
    configs: NotRequired[list[AuditNamedTarget]]
    """The lists."""


class AuditNamedTarget(TypedDict):
    """What it was done to, with its name."""
    name: NotRequired[str]
    """What it is called."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditCertificateDeleted(TypedDict):
    """A certificate that is gone."""
    certificate: NotRequired[str]
    """The certificate itself, as PEM."""
    name: NotRequired[str]
    """What it is called."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditCertificates(TypedDict):
    """Certificates that were switched on or off."""
    certificates: NotRequired[list[AuditNamedTarget]]
    """The certificates."""


class AuditTargetWithChanges(TypedDict):
    """What was changed, and how."""
    changes_requested: NotRequired[dict[str, Any]]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditMappingCreated(TypedDict):
    """A new link between an outside identity and an account."""
    identity_provider_id: NotRequired[str]
    """Who vouches for the identity."""
    data: NotRequired[dict[str, Any]]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditMappingUpdated(TypedDict):
    """A changed link between an outside identity and an account."""
    identity_provider_id: NotRequired[str]
    """Who vouches for the identity."""
    changes_requested: NotRequired[dict[str, Any]]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditMappingDeleted(TypedDict):
    """A link between an outside identity and an account that is gone."""
    identity_provider_id: NotRequired[str]
    """Who vouches for the identity."""
    project_id: NotRequired[str]
    """The project it was for."""
    service_account_id: NotRequired[str]
    """The account it led to."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditOrganizationUpdated(TypedDict):
    """New settings of the organization."""
    changes_requested: NotRequired[AuditOrganizationUpdatedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditOrganizationUpdatedChangesRequested(TypedDict):
    """What was asked to change."""
    title: NotRequired[str]
    """The title."""
    description: NotRequired[str]
    """The description."""
    name: NotRequired[str]
    """The name."""
    threads_ui_visibility: NotRequired[str]
    """Who sees the page of threads: `ANY_ROLE`, `OWNERS` or `NONE`."""
    usage_dashboard_visibility: NotRequired[str]
    """Who sees what is used and spent: `ANY_ROLE` or `OWNERS`."""
    api_call_logging: NotRequired[str]
    """Which calls are logged: `disabled`, `enabled_per_call`, `enabled_for_all_projects` or `enabled_for_selected_projects`."""
    api_call_logging_project_ids: NotRequired[str]
    """The selected projects, if that is the choice."""


class AuditProjectCreated(TypedDict):
    """A new project."""
    data: NotRequired[AuditProjectCreatedData]
    """The settings."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditProjectCreatedData(TypedDict):
    """The settings."""
    name: NotRequired[str]
    """The name."""
    title: NotRequired[str]
    """The title that the website shows."""


class AuditProjectUpdated(TypedDict):
    """A changed project."""
    changes_requested: NotRequired[AuditProjectUpdatedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditProjectUpdatedChangesRequested(TypedDict):
    """What was asked to change."""
    title: NotRequired[str]
    """The title that the website shows."""


class AuditRateLimitUpdated(TypedDict):
    """New limits for a model. Some apply only to certain models."""
    changes_requested: NotRequired[AuditRateLimitUpdatedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditRateLimitUpdatedChangesRequested(TypedDict):
    """What was asked to change."""
    max_requests_per_1_minute: NotRequired[int]
    """Requests in a minute."""
    max_tokens_per_1_minute: NotRequired[int]
    """Tokens in a minute."""
    max_images_per_1_minute: NotRequired[int]
    """Pictures in a minute."""
    max_audio_megabytes_per_1_minute: NotRequired[int]
    """Megabytes of sound in a minute."""
    max_requests_per_1_day: NotRequired[int]
    """Requests in a day."""
    batch_1_day_max_input_tokens: NotRequired[int]
    """Tokens that batches may read in a day."""


class AuditRoleCreated(TypedDict):
    """A new role."""
    role_name: NotRequired[str]
    """What the role is called."""
    permissions: NotRequired[list[str]]
    """What the role allows."""
    resource_type: NotRequired[str]
    """What kind of thing it is about."""
    resource_id: NotRequired[str]
    """Which thing it is about."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditRoleUpdated(TypedDict):
    """A changed role."""
    changes_requested: NotRequired[AuditRoleUpdatedChangesRequested]
    """What was asked to change."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditRoleUpdatedChangesRequested(TypedDict):
    """What was asked to change."""
    role_name: NotRequired[str]
    """The new name."""
    resource_id: NotRequired[str]
    """Which thing it is about."""
    resource_type: NotRequired[str]
    """What kind of thing it is about."""
    permissions_added: NotRequired[list[str]]
    """What the role allows from now on."""
    permissions_removed: NotRequired[list[str]]
    """What the role no longer allows."""
    description: NotRequired[str]
    """The new description."""
    metadata: NotRequired[dict[str, Any]]
    """Notes on the role."""


class AuditRoleAssignment(TypedDict):
    """A role that somebody received or lost."""
    principal_id: NotRequired[str]
    """Who it was, a user or a group."""
    principal_type: NotRequired[str]
    """Whether it was a user or a group."""
    resource_id: NotRequired[str]
    """Which thing the role is about."""
    resource_type: NotRequired[str]
    """What kind of thing the role is about."""
    id: NotRequired[str]
    """Id of what it was done to."""


class AuditRoleBinding(TypedDict):
    """A resource that a role was tied to or untied from, as a rule a connector of a ChatGPT workspace."""
    role_id: NotRequired[str]
    """Id of the role."""
    resource_id: NotRequired[str]
    """Id of the resource."""
    resource_type: NotRequired[str]
    """What kind of resource it is."""
    permissions: NotRequired[list[str]]
    """What the role allows with it afterwards."""
    workspace_id: NotRequired[str]
    """The workspace of the connector."""
    connector_id: NotRequired[str]
    """Id of the connector."""
    connector_name: NotRequired[str]
    """What the connector is called, or its id."""
    enabled: NotRequired[bool]
    """Whether the role may use the connector."""
    source: NotRequired[Literal['role_toggle', 'role_connector_update', 'role_delete', 'workspace_permissions', 'connector_publish']]
    """By which way it came about."""
    id: NotRequired[str]
    """Id of what it was done to."""


class InviteListResponse(TypedDict):
    """A page of invitations."""
    data: list[Invite]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class Invite(TypedDict):
    """An invitation to the organization."""
    object: Literal['organization.invite']
    """The kind of object."""
    id: str
    """Id of the invitation."""
    email: str
    """Where it was sent."""
    role: Literal['owner', 'reader']
    """The role in the organization."""
    status: Literal['accepted', 'expired', 'pending']
    """What became of it."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    expires_at: NotRequired[int | None]
    """Until when it can be accepted."""
    accepted_at: NotRequired[int | None]
    """When it was accepted, or null."""
    projects: list[InviteProject]
    """The projects that are joined with the acceptance."""


class InviteProject(TypedDict):
    """A project and the role in it."""
    id: str
    """Id of the project."""
    role: Literal['member', 'owner']
    """The role in the project."""


class InviteRequest(TypedDict):
    """Whom to invite, and to what."""
    email: str
    """Where to send the invitation."""
    role: Literal['reader', 'owner']
    """The role in the organization, which for an `owner` includes its administration."""
    projects: NotRequired[Sequence[InviteProject | Mapping[str, Any]]]
    """The projects to join with the acceptance. Without this field it is the default project; with an empty list, none."""


class InviteDeleteResponse(TypedDict):
    """Confirms that an invitation was withdrawn."""
    object: Literal['organization.invite.deleted']
    """The kind of object that was deleted, followed by `.deleted`."""
    id: str
    """Id of what was deleted."""
    deleted: bool
    """True once it is gone."""


class UserListResponse(TypedDict):
    """A page of members."""
    data: list[User]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class User(TypedDict):
    """A member of the organization. What the service does not know or will not tell is null or missing."""
    object: Literal['organization.user']
    """The kind of object."""
    id: str
    """Id of the user."""
    name: NotRequired[str | None]
    """What the user is called."""
    email: NotRequired[str | None]
    """Where the user gets mail."""
    role: NotRequired[str | None]
    """`owner` or `reader`."""
    added_at: int
    """When the user joined, in seconds since 1970."""
    created: NotRequired[int]
    """When the account was opened, in seconds since 1970."""
    is_default: NotRequired[bool]
    """Whether this is the default user of the organization."""
    is_service_account: NotRequired[bool]
    """Whether this is a program rather than a person."""
    is_scim_managed: NotRequired[bool]
    """Whether a directory outside administers the user by SCIM."""
    is_scale_tier_authorized_purchaser: NotRequired[bool | None]
    """Whether the user may buy Scale Tier."""
    api_key_last_used_at: NotRequired[int | None]
    """When an API key of the user was last used."""
    technical_level: NotRequired[str | None]
    """How technical the user is."""
    developer_persona: NotRequired[str | None]
    """What kind of developer the user is."""
    user: NotRequired[UserUser]
    """The account behind the membership."""
    projects: NotRequired[UserProjects | None]
    """The projects of the user, if the service sends them along."""


class UserUser(TypedDict):
    """The account behind the membership."""
    object: Literal['user']
    """The kind of object."""
    id: str
    """Id of the account."""
    email: NotRequired[str | None]
    """Where the user gets mail."""
    name: NotRequired[str | None]
    """What the user is called."""
    picture: NotRequired[str | None]
    """Link to a portrait."""
    enabled: NotRequired[bool | None]
    """Whether the account is in use."""
    banned: NotRequired[bool | None]
    """Whether the account is shut out."""
    banned_at: NotRequired[int | None]
    """When it was shut out."""


class UserProjects(TypedDict):
    """The projects of the user, if the service sends them along."""
    object: Literal['list']
    """Always `list`."""
    data: list[UserProjectsDataItem]
    """The projects."""


class UserProjectsDataItem(TypedDict):
    """A project and the role in it."""
    id: NotRequired[str | None]
    """Id of the project."""
    name: NotRequired[str | None]
    """What the project is called."""
    role: NotRequired[str | None]
    """The role in the project."""


class UserRoleUpdateRequest(TypedDict):
    """What to change about a member. Fields that are left out stay as they are."""
    role: NotRequired[str | None]
    """The new role, `owner` or `reader`."""
    role_id: NotRequired[str | None]
    """Id of a role of your own making, in place of `role`."""
    technical_level: NotRequired[str | None]
    """How technical the user is."""
    developer_persona: NotRequired[str | None]
    """What kind of developer the user is."""


class UserDeleteResponse(TypedDict):
    """Confirms that a member was removed."""
    object: Literal['organization.user.deleted']
    """The kind of object that was deleted, followed by `.deleted`."""
    id: str
    """Id of what was deleted."""
    deleted: bool
    """True once it is gone."""


class ProjectListResponse(TypedDict):
    """A page of projects."""
    data: list[Project]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class Project(TypedDict):
    """A project."""
    id: str
    """Id of the project."""
    object: Literal['organization.project']
    """The kind of object."""
    name: NotRequired[str | None]
    """What the project is called."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    archived_at: NotRequired[int | None]
    """When the project was archived, or null."""
    status: NotRequired[str | None]
    """`active` or `archived`."""
    external_key_id: NotRequired[str | None]
    """Id of your own encryption key for the data."""
    residency: NotRequired[PublicProjectResidency]
    """The region that data is stored in and, where the name says so, processed in."""


PublicProjectResidency: TypeAlias = Literal['GLOBAL', 'US_STORAGE_PROCESSING', 'EU_STORAGE_PROCESSING', 'JP_STORAGE', 'KR_STORAGE', 'CA_STORAGE', 'SG_STORAGE', 'IN_STORAGE', 'AU_STORAGE', 'GB_STORAGE', 'AE_STORAGE', 'AE_STORAGE_PROCESSING']


class ProjectCreateRequest(TypedDict):
    """What the new project shall be like."""
    name: str
    """What to call the project. Reports show it."""
    residency: NotRequired[PublicProjectResidency | None]
    """Where the data of the project shall stay, if your organization is allowed to choose."""
    external_key_id: NotRequired[str | None]
    """Id of an encryption key of your own that shall protect the data."""


class ProjectUpdateRequest(TypedDict):
    """What to change about a project. Fields that are left out stay as they are."""
    name: NotRequired[str | None]
    """The new name."""
    external_key_id: NotRequired[str | None]
    """Id of another encryption key of your own."""


class ProjectUserListResponse(TypedDict):
    """A page of members."""
    object: str
    """Always `list`."""
    data: list[ProjectUser]
    """The members."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class ProjectUser(TypedDict):
    """A member of a project."""
    object: Literal['organization.project.user']
    """The kind of object."""
    id: str
    """Id of the user."""
    name: NotRequired[str | None]
    """What the user is called."""
    email: NotRequired[str | None]
    """Where the user gets mail."""
    role: str
    """`owner` or `member`."""
    added_at: int
    """When the user joined the project, in seconds since 1970."""


class ProjectUserCreateRequest(TypedDict):
    """Whom to add. Give `user_id` or `email`."""
    user_id: NotRequired[str | None]
    """Id of the member of the organization."""
    email: NotRequired[str | None]
    """Their e-mail address, in place of `user_id`."""
    role: str
    """The role in the project, `owner` or `member`."""


class ProjectUserUpdateRequest(TypedDict):
    """What to change about a member."""
    role: NotRequired[str | None]
    """The new role in the project, `owner` or `member`."""


class ProjectUserDeleteResponse(TypedDict):
    """Confirms that a member was removed from a project."""
    object: Literal['organization.project.user.deleted']
    """The kind of object that was deleted, followed by `.deleted`."""
    id: str
    """Id of what was deleted."""
    deleted: bool
    """True once it is gone."""


class ProjectServiceAccountListResponse(TypedDict):
    """A page of service accounts."""
    data: list[ProjectServiceAccount]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class ProjectServiceAccount(TypedDict):
    """An account of a program."""
    object: Literal['organization.project.service_account']
    """The kind of object."""
    id: str
    """Id of the account."""
    name: str
    """What the account is called."""
    role: Literal['owner', 'member', 'none']
    """The role in the project."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""


class ProjectServiceAccountCreateResponse(TypedDict):
    """A new account and, this one time, its key."""
    role: Literal['member', 'none']
    """The role in the project."""
    api_key: ProjectServiceAccountApiKey | None
    """The new key, or null for a bare account."""
    object: Literal['organization.project.service_account']
    """The kind of object."""
    id: str
    """Id of the account."""
    name: str
    """What the account is called."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""


class ProjectServiceAccountApiKey(TypedDict):
    """The key of a new service account."""
    object: Literal['organization.project.service_account.api_key']
    """The kind of object."""
    id: str
    """Id of the key."""
    name: str
    """What the key is called."""
    value: str
    """The key itself. Store it safely."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""


class ProjectServiceAccountCreateRequest(TypedDict):
    """What the new account shall be like."""
    name: str
    """What to call the account."""
    create_service_account_only: NotRequired[bool | None]
    """True opens a bare account, with neither role nor API key."""


class ProjectServiceAccountDeleteResponse(TypedDict):
    """Confirms that a service account was deleted."""
    object: Literal['organization.project.service_account.deleted']
    """The kind of object that was deleted, followed by `.deleted`."""
    id: str
    """Id of what was deleted."""
    deleted: bool
    """True once it is gone."""


class ProjectApiKeyListResponse(TypedDict):
    """A page of API keys."""
    data: list[ProjectApiKey]
    """The items of this page."""
    object: Literal['list']
    """Always `list`."""
    first_id: NotRequired[str | None]
    """Id of the first item on this page, null if the page is empty."""
    last_id: NotRequired[str | None]
    """Id of the last item on this page; give it as `after` to get the next one. Null if the page is empty."""
    has_more: bool
    """Whether more items follow this page."""


class ProjectApiKey(TypedDict):
    """An API key of a project, without the key itself."""
    object: Literal['organization.project.api_key']
    """The kind of object."""
    id: str
    """Id of the key."""
    name: str
    """What the key is called."""
    redacted_value: str
    """Beginning and end of the key."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    last_used_at: int | None
    """When the key was last used, or null."""
    owner_project_access: Literal['active', 'inactive']
    """Whether the owner can use the project at present."""
    owner: ProjectApiKeyOwner
    """Whom the key belongs to. The field named by `type` says more."""


class ProjectApiKeyOwner(TypedDict):
    """Whom the key belongs to. The field named by `type` says more."""
    type: NotRequired[Literal['user', 'service_account']]
    """Whether it is a person or a program."""
    user: NotRequired[ProjectApiKeyOwnerUser]
    """The person."""
    service_account: NotRequired[ProjectApiKeyOwner2]
    """The program."""


class ProjectApiKeyOwnerUser(TypedDict):
    """The person."""
    email: str
    """Where the user gets mail."""
    id: str
    """Id of the user or the account."""
    name: str
    """What the owner is called."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    role: str
    """The role in the project."""


class ProjectApiKeyOwner2(TypedDict):
    """The owner of a key."""
    id: str
    """Id of the user or the account."""
    name: str
    """What the owner is called."""
    created_at: int
    """A moment, in whole seconds since 1 January 1970 UTC."""
    role: str
    """The role in the project."""


class ProjectApiKeyDeleteResponse(TypedDict):
    """Confirms that an API key was deleted."""
    object: Literal['organization.project.api_key.deleted']
    """The kind of object that was deleted, followed by `.deleted`."""
    id: str
    """Id of what was deleted."""
    deleted: bool
    """True once it is gone."""


class ModelListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Model]: ...

class ModelListAnswer(ModelListFields, Answer[ModelList]): ...

class AsyncModelListAnswer(ModelListFields, AsyncAnswer[ModelList]): ...


class ModelFields:
    @overload
    def __getitem__(self, key: Literal['id', 'owned_by']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['model']: ...
    @overload
    def __getitem__(self, key: Literal['created']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['shutdown_date']) -> str | None: ...

class ModelAnswer(ModelFields, Answer[Model]): ...

class AsyncModelAnswer(ModelFields, AsyncAnswer[Model]): ...


class DeletionResultFields:
    @overload
    def __getitem__(self, key: Literal['id', 'object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class DeletionResultAnswer(DeletionResultFields, Answer[DeletionResult]): ...

class AsyncDeletionResultAnswer(DeletionResultFields, AsyncAnswer[DeletionResult]): ...


class ChatCompletionFields:
    @overload
    def __getitem__(self, key: Literal['id', 'model', 'system_fingerprint']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['chat.completion']: ...
    @overload
    def __getitem__(self, key: Literal['created']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['choices']) -> list[ChatCompletionChoicesItem]: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> CompletionUsage: ...
    @overload
    def __getitem__(self, key: Literal['service_tier']) -> ServiceTier: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...
    @overload
    def __getitem__(self, key: Literal['moderation']) -> ChatModeration | None: ...

class ChatCompletionAnswer(ChatCompletionFields, Answer[ChatCompletion]): ...

class AsyncChatCompletionAnswer(ChatCompletionFields, AsyncAnswer[ChatCompletion]): ...


class CompletionFields:
    @overload
    def __getitem__(self, key: Literal['id', 'model', 'system_fingerprint']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['text_completion']: ...
    @overload
    def __getitem__(self, key: Literal['created']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['choices']) -> list[CompletionChoice]: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> CompletionUsage: ...

class CompletionAnswer(CompletionFields, Answer[Completion]): ...

class AsyncCompletionAnswer(CompletionFields, AsyncAnswer[Completion]): ...


class EmbeddingListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['model']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Embedding]: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> EmbeddingListUsage: ...

class EmbeddingListAnswer(EmbeddingListFields, Answer[EmbeddingList]): ...

class AsyncEmbeddingListAnswer(EmbeddingListFields, AsyncAnswer[EmbeddingList]): ...


class ModerationResponseFields:
    @overload
    def __getitem__(self, key: Literal['id', 'model']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['results']) -> list[ModerationResult]: ...

class ModerationResponseAnswer(ModerationResponseFields, Answer[ModerationResponse]): ...

class AsyncModerationResponseAnswer(ModerationResponseFields, AsyncAnswer[ModerationResponse]): ...


class ImagesResponseFields:
    @overload
    def __getitem__(self, key: Literal['created']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Image]: ...
    @overload
    def __getitem__(self, key: Literal['background']) -> Literal['transparent', 'opaque']: ...
    @overload
    def __getitem__(self, key: Literal['output_format']) -> Literal['png', 'webp', 'jpeg']: ...
    @overload
    def __getitem__(self, key: Literal['size']) -> Literal['1024x1024', '1024x1536', '1536x1024']: ...
    @overload
    def __getitem__(self, key: Literal['quality']) -> Literal['low', 'medium', 'high']: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> ImagesUsage: ...

class ImagesResponseAnswer(ImagesResponseFields, Answer[ImagesResponse]): ...

class AsyncImagesResponseAnswer(ImagesResponseFields, AsyncAnswer[ImagesResponse]): ...


class FileListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[File]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class FileListAnswer(FileListFields, Answer[FileList]): ...

class AsyncFileListAnswer(FileListFields, AsyncAnswer[FileList]): ...


class FileFields:
    @overload
    def __getitem__(self, key: Literal['id', 'filename']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['file']: ...
    @overload
    def __getitem__(self, key: Literal['bytes', 'created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['expires_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['purpose']) -> Literal['assistants', 'assistants_output', 'batch', 'batch_output', 'fine-tune', 'fine-tune-results', 'vision', 'user_data', 'evals']: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['uploaded', 'processed', 'error']: ...
    @overload
    def __getitem__(self, key: Literal['status_details']) -> str | None: ...

class FileAnswer(FileFields, Answer[File]): ...

class AsyncFileAnswer(FileFields, AsyncAnswer[File]): ...


class DeleteFileResponseFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['file']: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class DeleteFileResponseAnswer(DeleteFileResponseFields, Answer[DeleteFileResponse]): ...

class AsyncDeleteFileResponseAnswer(DeleteFileResponseFields, AsyncAnswer[DeleteFileResponse]): ...


class UploadFields:
    @overload
    def __getitem__(self, key: Literal['id', 'filename', 'purpose']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['upload']: ...
    @overload
    def __getitem__(self, key: Literal['created_at', 'expires_at', 'bytes']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['pending', 'completed', 'cancelled', 'expired']: ...
    @overload
    def __getitem__(self, key: Literal['file']) -> File | None: ...

class UploadAnswer(UploadFields, Answer[Upload]): ...

class AsyncUploadAnswer(UploadFields, AsyncAnswer[Upload]): ...


class UploadPartFields:
    @overload
    def __getitem__(self, key: Literal['id', 'upload_id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['upload.part']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...

class UploadPartAnswer(UploadPartFields, Answer[UploadPart]): ...

class AsyncUploadPartAnswer(UploadPartFields, AsyncAnswer[UploadPart]): ...


class BatchListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Batch]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class BatchListAnswer(BatchListFields, Answer[BatchList]): ...

class AsyncBatchListAnswer(BatchListFields, AsyncAnswer[BatchList]): ...


class BatchFields:
    @overload
    def __getitem__(self, key: Literal['id', 'endpoint', 'model', 'input_file_id', 'completion_window']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['batch']: ...
    @overload
    def __getitem__(self, key: Literal['output_file_id', 'error_file_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired', 'cancelling', 'cancelled']: ...
    @overload
    def __getitem__(self, key: Literal['errors']) -> BatchErrors | None: ...
    @overload
    def __getitem__(self, key: Literal['request_counts']) -> BatchRequestCounts: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> BatchUsage: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['in_progress_at', 'finalizing_at', 'completed_at', 'failed_at', 'expires_at', 'expired_at', 'cancelling_at', 'cancelled_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...

class BatchAnswer(BatchFields, Answer[Batch]): ...

class AsyncBatchAnswer(BatchFields, AsyncAnswer[Batch]): ...


class ListPaginatedFineTuningJobsResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[FineTuningJob]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ListPaginatedFineTuningJobsResponseAnswer(ListPaginatedFineTuningJobsResponseFields, Answer[ListPaginatedFineTuningJobsResponse]): ...

class AsyncListPaginatedFineTuningJobsResponseAnswer(ListPaginatedFineTuningJobsResponseFields, AsyncAnswer[ListPaginatedFineTuningJobsResponse]): ...


class FineTuningJobFields:
    @overload
    def __getitem__(self, key: Literal['id', 'model', 'organization_id', 'training_file']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['fine_tuning.job']: ...
    @overload
    def __getitem__(self, key: Literal['created_at', 'seed']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['finished_at', 'estimated_finish', 'trained_tokens']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['fine_tuned_model', 'validation_file']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['validating_files', 'queued', 'running', 'succeeded', 'failed', 'cancelled']: ...
    @overload
    def __getitem__(self, key: Literal['result_files']) -> list[str]: ...
    @overload
    def __getitem__(self, key: Literal['error']) -> FineTuningJobError | None: ...
    @overload
    def __getitem__(self, key: Literal['hyperparameters']) -> FineTuningJobHyperparameters: ...
    @overload
    def __getitem__(self, key: Literal['method']) -> FineTuneMethod: ...
    @overload
    def __getitem__(self, key: Literal['integrations']) -> list[FineTuningIntegration] | None: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...

class FineTuningJobAnswer(FineTuningJobFields, Answer[FineTuningJob]): ...

class AsyncFineTuningJobAnswer(FineTuningJobFields, AsyncAnswer[FineTuningJob]): ...


class ListFineTuningJobCheckpointsResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[FineTuningJobCheckpoint]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ListFineTuningJobCheckpointsResponseAnswer(ListFineTuningJobCheckpointsResponseFields, Answer[ListFineTuningJobCheckpointsResponse]): ...

class AsyncListFineTuningJobCheckpointsResponseAnswer(ListFineTuningJobCheckpointsResponseFields, AsyncAnswer[ListFineTuningJobCheckpointsResponse]): ...


class ListFineTuningJobEventsResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[FineTuningJobEvent]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ListFineTuningJobEventsResponseAnswer(ListFineTuningJobEventsResponseFields, Answer[ListFineTuningJobEventsResponse]): ...

class AsyncListFineTuningJobEventsResponseAnswer(ListFineTuningJobEventsResponseFields, AsyncAnswer[ListFineTuningJobEventsResponse]): ...


class AssistantListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Assistant]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class AssistantListAnswer(AssistantListFields, Answer[AssistantList]): ...

class AsyncAssistantListAnswer(AssistantListFields, AsyncAnswer[AssistantList]): ...


class AssistantFields:
    @overload
    def __getitem__(self, key: Literal['id', 'model']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['assistant']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['name', 'description', 'instructions']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['tools']) -> list[AssistantTool]: ...
    @overload
    def __getitem__(self, key: Literal['tool_resources']) -> ToolResources | None: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...
    @overload
    def __getitem__(self, key: Literal['temperature', 'top_p']) -> float | None: ...
    @overload
    def __getitem__(self, key: Literal['response_format']) -> ResponseFormatOption | None: ...

class AssistantAnswer(AssistantFields, Answer[Assistant]): ...

class AsyncAssistantAnswer(AssistantFields, AsyncAnswer[Assistant]): ...


class AssistantDeletedFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['assistant.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class AssistantDeletedAnswer(AssistantDeletedFields, Answer[AssistantDeleted]): ...

class AsyncAssistantDeletedAnswer(AssistantDeletedFields, AsyncAnswer[AssistantDeleted]): ...


class ThreadFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['thread']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['tool_resources']) -> ToolResources: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...

class ThreadAnswer(ThreadFields, Answer[Thread]): ...

class AsyncThreadAnswer(ThreadFields, AsyncAnswer[Thread]): ...


class ThreadDeletedFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['thread.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class ThreadDeletedAnswer(ThreadDeletedFields, Answer[ThreadDeleted]): ...

class AsyncThreadDeletedAnswer(ThreadDeletedFields, AsyncAnswer[ThreadDeleted]): ...


class MessageListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Message]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class MessageListAnswer(MessageListFields, Answer[MessageList]): ...

class AsyncMessageListAnswer(MessageListFields, AsyncAnswer[MessageList]): ...


class MessageFields:
    @overload
    def __getitem__(self, key: Literal['id', 'thread_id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['thread.message']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['in_progress', 'incomplete', 'completed']: ...
    @overload
    def __getitem__(self, key: Literal['incomplete_details']) -> MessageIncompleteDetails | None: ...
    @overload
    def __getitem__(self, key: Literal['completed_at', 'incomplete_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['role']) -> MessageRole: ...
    @overload
    def __getitem__(self, key: Literal['content']) -> list[MessagePart]: ...
    @overload
    def __getitem__(self, key: Literal['assistant_id', 'run_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['attachments']) -> MessageAttachments: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...

class MessageAnswer(MessageFields, Answer[Message]): ...

class AsyncMessageAnswer(MessageFields, AsyncAnswer[Message]): ...


class MessageDeletedFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['thread.message.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class MessageDeletedAnswer(MessageDeletedFields, Answer[MessageDeleted]): ...

class AsyncMessageDeletedAnswer(MessageDeletedFields, AsyncAnswer[MessageDeleted]): ...


class RunFields:
    @overload
    def __getitem__(self, key: Literal['id', 'thread_id', 'assistant_id', 'model', 'instructions']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['thread.run']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['queued', 'in_progress', 'requires_action', 'cancelling', 'cancelled', 'failed', 'completed', 'incomplete', 'expired']: ...
    @overload
    def __getitem__(self, key: Literal['required_action']) -> RunRequiredAction | None: ...
    @overload
    def __getitem__(self, key: Literal['last_error']) -> RunLastError | None: ...
    @overload
    def __getitem__(self, key: Literal['expires_at', 'started_at', 'cancelled_at', 'failed_at', 'completed_at', 'max_prompt_tokens', 'max_completion_tokens']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['incomplete_details']) -> RunIncompleteDetails | None: ...
    @overload
    def __getitem__(self, key: Literal['tools']) -> list[AssistantTool]: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> TokenUsage | None: ...
    @overload
    def __getitem__(self, key: Literal['temperature', 'top_p']) -> float | None: ...
    @overload
    def __getitem__(self, key: Literal['truncation_strategy']) -> TruncationStrategy | None: ...
    @overload
    def __getitem__(self, key: Literal['tool_choice']) -> ToolChoice2 | None: ...
    @overload
    def __getitem__(self, key: Literal['parallel_tool_calls']) -> bool: ...
    @overload
    def __getitem__(self, key: Literal['response_format']) -> ResponseFormatOption | None: ...

class RunAnswer(RunFields, Answer[Run]): ...

class AsyncRunAnswer(RunFields, AsyncAnswer[Run]): ...


class RunListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Run]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class RunListAnswer(RunListFields, Answer[RunList]): ...

class AsyncRunListAnswer(RunListFields, AsyncAnswer[RunList]): ...


class RunStepListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[RunStep]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class RunStepListAnswer(RunStepListFields, Answer[RunStepList]): ...

class AsyncRunStepListAnswer(RunStepListFields, AsyncAnswer[RunStepList]): ...


class RunStepFields:
    @overload
    def __getitem__(self, key: Literal['id', 'assistant_id', 'thread_id', 'run_id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['thread.run.step']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['type']) -> Literal['message_creation', 'tool_calls']: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['in_progress', 'cancelled', 'failed', 'completed', 'expired']: ...
    @overload
    def __getitem__(self, key: Literal['step_details']) -> StepDetails: ...
    @overload
    def __getitem__(self, key: Literal['last_error']) -> RunStepLastError | None: ...
    @overload
    def __getitem__(self, key: Literal['expired_at', 'cancelled_at', 'failed_at', 'completed_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...
    @overload
    def __getitem__(self, key: Literal['usage']) -> TokenUsage: ...

class RunStepAnswer(RunStepFields, Answer[RunStep]): ...

class AsyncRunStepAnswer(RunStepFields, AsyncAnswer[RunStep]): ...


class VectorStoreListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[VectorStore]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class VectorStoreListAnswer(VectorStoreListFields, Answer[VectorStoreList]): ...

class AsyncVectorStoreListAnswer(VectorStoreListFields, AsyncAnswer[VectorStoreList]): ...


class VectorStoreFields:
    @overload
    def __getitem__(self, key: Literal['id', 'name']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['vector_store']: ...
    @overload
    def __getitem__(self, key: Literal['created_at', 'usage_bytes']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['file_counts']) -> FileCounts: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['expired', 'in_progress', 'completed']: ...
    @overload
    def __getitem__(self, key: Literal['expires_after']) -> ExpirationPolicy | None: ...
    @overload
    def __getitem__(self, key: Literal['expires_at', 'last_active_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['metadata']) -> Metadata: ...

class VectorStoreAnswer(VectorStoreFields, Answer[VectorStore]): ...

class AsyncVectorStoreAnswer(VectorStoreFields, AsyncAnswer[VectorStore]): ...


class VectorStoreDeletedFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['vector_store.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class VectorStoreDeletedAnswer(VectorStoreDeletedFields, Answer[VectorStoreDeleted]): ...

class AsyncVectorStoreDeletedAnswer(VectorStoreDeletedFields, AsyncAnswer[VectorStoreDeleted]): ...


class VectorStoreFileListFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[VectorStoreFile]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class VectorStoreFileListAnswer(VectorStoreFileListFields, Answer[VectorStoreFileList]): ...

class AsyncVectorStoreFileListAnswer(VectorStoreFileListFields, AsyncAnswer[VectorStoreFileList]): ...


class VectorStoreFileFields:
    @overload
    def __getitem__(self, key: Literal['id', 'vector_store_id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['vector_store.file']: ...
    @overload
    def __getitem__(self, key: Literal['usage_bytes', 'created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> IndexingStatus: ...
    @overload
    def __getitem__(self, key: Literal['last_error']) -> VectorStoreFileLastError | None: ...
    @overload
    def __getitem__(self, key: Literal['chunking_strategy']) -> UsedChunkingStrategy: ...
    @overload
    def __getitem__(self, key: Literal['attributes']) -> FileAttributes: ...

class VectorStoreFileAnswer(VectorStoreFileFields, Answer[VectorStoreFile]): ...

class AsyncVectorStoreFileAnswer(VectorStoreFileFields, AsyncAnswer[VectorStoreFile]): ...


class VectorStoreFileDeletedFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['vector_store.file.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class VectorStoreFileDeletedAnswer(VectorStoreFileDeletedFields, Answer[VectorStoreFileDeleted]): ...

class AsyncVectorStoreFileDeletedAnswer(VectorStoreFileDeletedFields, AsyncAnswer[VectorStoreFileDeleted]): ...


class VectorStoreFileBatchFields:
    @overload
    def __getitem__(self, key: Literal['id', 'vector_store_id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['vector_store.files_batch', 'vector_store.file_batch']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> IndexingStatus: ...
    @overload
    def __getitem__(self, key: Literal['file_counts']) -> FileCounts: ...

class VectorStoreFileBatchAnswer(VectorStoreFileBatchFields, Answer[VectorStoreFileBatch]): ...

class AsyncVectorStoreFileBatchAnswer(VectorStoreFileBatchFields, AsyncAnswer[VectorStoreFileBatch]): ...


class ListAuditLogsResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[AuditLog]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ListAuditLogsResponseAnswer(ListAuditLogsResponseFields, Answer[ListAuditLogsResponse]): ...

class AsyncListAuditLogsResponseAnswer(ListAuditLogsResponseFields, AsyncAnswer[ListAuditLogsResponse]): ...


class InviteListResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Invite]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class InviteListResponseAnswer(InviteListResponseFields, Answer[InviteListResponse]): ...

class AsyncInviteListResponseAnswer(InviteListResponseFields, AsyncAnswer[InviteListResponse]): ...


class InviteFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.invite']: ...
    @overload
    def __getitem__(self, key: Literal['id', 'email']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['role']) -> Literal['owner', 'reader']: ...
    @overload
    def __getitem__(self, key: Literal['status']) -> Literal['accepted', 'expired', 'pending']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['expires_at', 'accepted_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['projects']) -> list[InviteProject]: ...

class InviteAnswer(InviteFields, Answer[Invite]): ...

class AsyncInviteAnswer(InviteFields, AsyncAnswer[Invite]): ...


class InviteDeleteResponseFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.invite.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class InviteDeleteResponseAnswer(InviteDeleteResponseFields, Answer[InviteDeleteResponse]): ...

class AsyncInviteDeleteResponseAnswer(InviteDeleteResponseFields, AsyncAnswer[InviteDeleteResponse]): ...


class UserListResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[User]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class UserListResponseAnswer(UserListResponseFields, Answer[UserListResponse]): ...

class AsyncUserListResponseAnswer(UserListResponseFields, AsyncAnswer[UserListResponse]): ...


class UserFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.user']: ...
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['name', 'email', 'role', 'technical_level', 'developer_persona']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['added_at', 'created']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['is_default', 'is_service_account', 'is_scim_managed']) -> bool: ...
    @overload
    def __getitem__(self, key: Literal['is_scale_tier_authorized_purchaser']) -> bool | None: ...
    @overload
    def __getitem__(self, key: Literal['api_key_last_used_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['user']) -> UserUser: ...
    @overload
    def __getitem__(self, key: Literal['projects']) -> UserProjects | None: ...

class UserAnswer(UserFields, Answer[User]): ...

class AsyncUserAnswer(UserFields, AsyncAnswer[User]): ...


class UserDeleteResponseFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.user.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class UserDeleteResponseAnswer(UserDeleteResponseFields, Answer[UserDeleteResponse]): ...

class AsyncUserDeleteResponseAnswer(UserDeleteResponseFields, AsyncAnswer[UserDeleteResponse]): ...


class ProjectListResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[Project]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ProjectListResponseAnswer(ProjectListResponseFields, Answer[ProjectListResponse]): ...

class AsyncProjectListResponseAnswer(ProjectListResponseFields, AsyncAnswer[ProjectListResponse]): ...


class ProjectFields:
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project']: ...
    @overload
    def __getitem__(self, key: Literal['name', 'status', 'external_key_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['archived_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['residency']) -> PublicProjectResidency: ...

class ProjectAnswer(ProjectFields, Answer[Project]): ...

class AsyncProjectAnswer(ProjectFields, AsyncAnswer[Project]): ...


class ProjectUserListResponseFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['data']) -> list[ProjectUser]: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ProjectUserListResponseAnswer(ProjectUserListResponseFields, Answer[ProjectUserListResponse]): ...

class AsyncProjectUserListResponseAnswer(ProjectUserListResponseFields, AsyncAnswer[ProjectUserListResponse]): ...


class ProjectUserFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.user']: ...
    @overload
    def __getitem__(self, key: Literal['id', 'role']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['name', 'email']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['added_at']) -> int: ...

class ProjectUserAnswer(ProjectUserFields, Answer[ProjectUser]): ...

class AsyncProjectUserAnswer(ProjectUserFields, AsyncAnswer[ProjectUser]): ...


class ProjectUserDeleteResponseFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.user.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class ProjectUserDeleteResponseAnswer(ProjectUserDeleteResponseFields, Answer[ProjectUserDeleteResponse]): ...

class AsyncProjectUserDeleteResponseAnswer(ProjectUserDeleteResponseFields, AsyncAnswer[ProjectUserDeleteResponse]): ...


class ProjectServiceAccountListResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[ProjectServiceAccount]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ProjectServiceAccountListResponseAnswer(ProjectServiceAccountListResponseFields, Answer[ProjectServiceAccountListResponse]): ...

class AsyncProjectServiceAccountListResponseAnswer(ProjectServiceAccountListResponseFields, AsyncAnswer[ProjectServiceAccountListResponse]): ...


class ProjectServiceAccountCreateResponseFields:
    @overload
    def __getitem__(self, key: Literal['role']) -> Literal['member', 'none']: ...
    @overload
    def __getitem__(self, key: Literal['api_key']) -> ProjectServiceAccountApiKey | None: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.service_account']: ...
    @overload
    def __getitem__(self, key: Literal['id', 'name']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...

class ProjectServiceAccountCreateResponseAnswer(ProjectServiceAccountCreateResponseFields, Answer[ProjectServiceAccountCreateResponse]): ...

class AsyncProjectServiceAccountCreateResponseAnswer(ProjectServiceAccountCreateResponseFields, AsyncAnswer[ProjectServiceAccountCreateResponse]): ...


class ProjectServiceAccountFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.service_account']: ...
    @overload
    def __getitem__(self, key: Literal['id', 'name']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['role']) -> Literal['owner', 'member', 'none']: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...

class ProjectServiceAccountAnswer(ProjectServiceAccountFields, Answer[ProjectServiceAccount]): ...

class AsyncProjectServiceAccountAnswer(ProjectServiceAccountFields, AsyncAnswer[ProjectServiceAccount]): ...


class ProjectServiceAccountDeleteResponseFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.service_account.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class ProjectServiceAccountDeleteResponseAnswer(ProjectServiceAccountDeleteResponseFields, Answer[ProjectServiceAccountDeleteResponse]): ...

class AsyncProjectServiceAccountDeleteResponseAnswer(ProjectServiceAccountDeleteResponseFields, AsyncAnswer[ProjectServiceAccountDeleteResponse]): ...


class ProjectApiKeyListResponseFields:
    @overload
    def __getitem__(self, key: Literal['data']) -> list[ProjectApiKey]: ...
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['list']: ...
    @overload
    def __getitem__(self, key: Literal['first_id', 'last_id']) -> str | None: ...
    @overload
    def __getitem__(self, key: Literal['has_more']) -> bool: ...

class ProjectApiKeyListResponseAnswer(ProjectApiKeyListResponseFields, Answer[ProjectApiKeyListResponse]): ...

class AsyncProjectApiKeyListResponseAnswer(ProjectApiKeyListResponseFields, AsyncAnswer[ProjectApiKeyListResponse]): ...


class ProjectApiKeyFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.api_key']: ...
    @overload
    def __getitem__(self, key: Literal['id', 'name', 'redacted_value']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['created_at']) -> int: ...
    @overload
    def __getitem__(self, key: Literal['last_used_at']) -> int | None: ...
    @overload
    def __getitem__(self, key: Literal['owner_project_access']) -> Literal['active', 'inactive']: ...
    @overload
    def __getitem__(self, key: Literal['owner']) -> ProjectApiKeyOwner: ...

class ProjectApiKeyAnswer(ProjectApiKeyFields, Answer[ProjectApiKey]): ...

class AsyncProjectApiKeyAnswer(ProjectApiKeyFields, AsyncAnswer[ProjectApiKey]): ...


class ProjectApiKeyDeleteResponseFields:
    @overload
    def __getitem__(self, key: Literal['object']) -> Literal['organization.project.api_key.deleted']: ...
    @overload
    def __getitem__(self, key: Literal['id']) -> str: ...
    @overload
    def __getitem__(self, key: Literal['deleted']) -> bool: ...

class ProjectApiKeyDeleteResponseAnswer(ProjectApiKeyDeleteResponseFields, Answer[ProjectApiKeyDeleteResponse]): ...

class AsyncProjectApiKeyDeleteResponseAnswer(ProjectApiKeyDeleteResponseFields, AsyncAnswer[ProjectApiKeyDeleteResponse]): ...


class BundledOpenAI(OpenAI):
    """A client for OpenAI API 1.0.0: every operation is a method."""

    def __enter__(self) -> Self: ...

    @overload
    def listModels(self) -> ModelListAnswer:
        """List the models you can use

        GET /models

        Names every model that your key has access to, the public ones as well as those you have fine-tuned. Call it
        to learn which values the `model` field of other operations takes. All models come at once, without pages.
        """
    @overload
    def listModels(self, params: Mapping[str, Any], /, **arguments: Any) -> ModelListAnswer: ...
    list_models = listModels

    @overload
    def retrieveModel(self, *, model: str) -> ModelAnswer:
        """Look up one model

        GET /models/{model}

        Says who owns a model, when it was made and when it will be switched off. It is also the cheapest way to find
        out whether your key may use the model at all.

        Args:
            model: Name of the model to look up.
        """
    @overload
    def retrieveModel(self, params: Mapping[str, Any], /, **arguments: Any) -> ModelAnswer: ...
    retrieve_model = retrieveModel

    @overload
    def deleteModel(self, *, model: str) -> DeletionResultAnswer:
        """Delete a fine-tuned model

        DELETE /models/{model}

        Removes a model that came out of one of your fine-tuning jobs, for good. The public models cannot be deleted,
        and you need the role of an owner in the organization.

        Args:
            model: Name of the fine-tuned model that shall go.
        """
    @overload
    def deleteModel(self, params: Mapping[str, Any], /, **arguments: Any) -> DeletionResultAnswer: ...
    delete_model = deleteModel

    @overload
    def createChatCompletion(
        self,
        *,
        model: ChatModel,
        messages: Sequence[RequestMessage | Mapping[str, Any]],
        modalities: Sequence[Literal['text', 'audio']] | None = ...,
        audio: CreateChatCompletionAudio | Mapping[str, Any] | None = ...,
        response_format: ResponseFormat | Mapping[str, Any] = ...,
        prediction: Prediction | Mapping[str, Any] | None = ...,
        n: int | None = ...,
        max_completion_tokens: int | None = ...,
        max_tokens: int | None = ...,
        stop: Stop = ...,
        verbosity: Literal['low', 'medium', 'high'] | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        frequency_penalty: float | None = ...,
        presence_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: bool | None = ...,
        top_logprobs: int | None = ...,
        seed: int | None = ...,
        tools: Sequence[Tool | Mapping[str, Any]] = ...,
        tool_choice: ToolChoice | Mapping[str, Any] = ...,
        parallel_tool_calls: bool = ...,
        web_search_options: WebSearchOptions | Mapping[str, Any] = ...,
        functions: Sequence[CreateChatCompletionFunctionsItem | Mapping[str, Any]] = ...,
        function_call: Literal['none', 'auto'] | CreateChatCompletionFunctionCall2 | Mapping[str, Any] = ...,
        stream: Literal[False] | None = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        store: bool | None = ...,
        metadata: Metadata = ...,
        service_tier: ServiceTier = ...,
        moderation: ModerationOptions | Mapping[str, Any] | None = ...,
        prompt_cache_key: str | None = ...,
        prompt_cache_options: CreateChatCompletionPromptCacheOptions | Mapping[str, Any] = ...,
        prompt_cache_retention: Literal['in_memory', '24h'] | None = ...,
        safety_identifier: str | None = ...,
        user: str = ...,
    ) -> ChatCompletionAnswer:
        """Answer a conversation

        POST /chat/completions

        Sends a conversation to a model and gets its next message. The service remembers nothing, so send the whole
        conversation every time. The model may answer with text or sound, with JSON of a shape you prescribe, or with
        calls to your tools, whose results you send back as `tool` messages. With `stream` the answer arrives as
        server-sent events, one chunk each, and ends with `[DONE]`.

        Args:
            model: Name of the model that answers.
            messages: The conversation so far, oldest message first.
            modalities: In which forms to answer. Sound needs a model that can speak, and `audio`.
            audio: How spoken answers shall sound.
            response_format: The form of the answer, plain text unless you choose otherwise.
            prediction: What the answer will probably be, for instance the file that is being changed. It saves time.
            n: How many answers to write. You pay for each.
            max_completion_tokens: The longest answer, in tokens, counting those spent on thinking.
            max_tokens: The older name of `max_completion_tokens`. Models that think do not take it.
            stop: Up to four texts at which the answer ends; they are left out of it. `o3` and `o4-mini` do not take
                this.
            verbosity: How wordy the answer shall be.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            frequency_penalty: Above 0, words become less likely the more often they have been used. From -2 to 2.
            presence_penalty: Above 0, words that have been used at all become less likely. From -2 to 2.
            logit_bias: Token numbers, each with a nudge from -100 (never) to 100 (always).
            logprobs: Whether to return the log probability of every token.
            top_logprobs: How many of the likeliest tokens to return at each place. Needs `logprobs`.
            seed: A number of your choice. Equal requests with equal seeds mostly get equal answers. Deprecated, and
                nothing takes its place.
            tools: The tools that the model may call.
            tool_choice: Whether, and which, tools have to be called. Without tools `none` holds, with tools `auto`.
            parallel_tool_calls: Whether the model may call several tools at once.
            web_search_options: Lets the model search the web, and says how.
            functions: The older form of `tools`.
            function_call: The older form of `tool_choice`.
            stream: Whether to send the answer piece by piece, as server-sent events.
            stream_options: Details of streaming. Only together with `stream`.
            store: Whether to keep the answer, to look at it later or to train and evaluate models with it.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            service_tier: How quickly and at what price to process the request. `auto` follows the settings of the
                project, `default` is the normal way, `flex` cheap and slow, `fast` and `priority` quick and dear.
            moderation: Have the conversation and the answer checked for harm on the way.
            prompt_cache_key: Requests with the same key find each other's cached beginnings more often.
            prompt_cache_options: How the beginning of the conversation is cached. For `gpt-5.6` and newer models.
            prompt_cache_retention: How long the cache lives at most. Use `prompt_cache_options.ttl` instead.
            safety_identifier: Your own lasting name for the person behind the request, best a hash, which helps to
                trace abuse.
            user: The older form of `safety_identifier` and `prompt_cache_key` in one.
        """
    @overload
    def createChatCompletion(
        self,
        *,
        model: ChatModel,
        messages: Sequence[RequestMessage | Mapping[str, Any]],
        stream: Literal[True],
        modalities: Sequence[Literal['text', 'audio']] | None = ...,
        audio: CreateChatCompletionAudio | Mapping[str, Any] | None = ...,
        response_format: ResponseFormat | Mapping[str, Any] = ...,
        prediction: Prediction | Mapping[str, Any] | None = ...,
        n: int | None = ...,
        max_completion_tokens: int | None = ...,
        max_tokens: int | None = ...,
        stop: Stop = ...,
        verbosity: Literal['low', 'medium', 'high'] | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        frequency_penalty: float | None = ...,
        presence_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: bool | None = ...,
        top_logprobs: int | None = ...,
        seed: int | None = ...,
        tools: Sequence[Tool | Mapping[str, Any]] = ...,
        tool_choice: ToolChoice | Mapping[str, Any] = ...,
        parallel_tool_calls: bool = ...,
        web_search_options: WebSearchOptions | Mapping[str, Any] = ...,
        functions: Sequence[CreateChatCompletionFunctionsItem | Mapping[str, Any]] = ...,
        function_call: Literal['none', 'auto'] | CreateChatCompletionFunctionCall2 | Mapping[str, Any] = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        store: bool | None = ...,
        metadata: Metadata = ...,
        service_tier: ServiceTier = ...,
        moderation: ModerationOptions | Mapping[str, Any] | None = ...,
        prompt_cache_key: str | None = ...,
        prompt_cache_options: CreateChatCompletionPromptCacheOptions | Mapping[str, Any] = ...,
        prompt_cache_retention: Literal['in_memory', '24h'] | None = ...,
        safety_identifier: str | None = ...,
        user: str = ...,
    ) -> EventStream[ChatChunk]: ...
    @overload
    def createChatCompletion(
        self,
        *,
        model: ChatModel,
        messages: Sequence[RequestMessage | Mapping[str, Any]],
        stream: bool | None,
        modalities: Sequence[Literal['text', 'audio']] | None = ...,
        audio: CreateChatCompletionAudio | Mapping[str, Any] | None = ...,
        response_format: ResponseFormat | Mapping[str, Any] = ...,
        prediction: Prediction | Mapping[str, Any] | None = ...,
        n: int | None = ...,
        max_completion_tokens: int | None = ...,
        max_tokens: int | None = ...,
        stop: Stop = ...,
        verbosity: Literal['low', 'medium', 'high'] | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        frequency_penalty: float | None = ...,
        presence_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: bool | None = ...,
        top_logprobs: int | None = ...,
        seed: int | None = ...,
        tools: Sequence[Tool | Mapping[str, Any]] = ...,
        tool_choice: ToolChoice | Mapping[str, Any] = ...,
        parallel_tool_calls: bool = ...,
        web_search_options: WebSearchOptions | Mapping[str, Any] = ...,
        functions: Sequence[CreateChatCompletionFunctionsItem | Mapping[str, Any]] = ...,
        function_call: Literal['none', 'auto'] | CreateChatCompletionFunctionCall2 | Mapping[str, Any] = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        store: bool | None = ...,
        metadata: Metadata = ...,
        service_tier: ServiceTier = ...,
        moderation: ModerationOptions | Mapping[str, Any] | None = ...,
        prompt_cache_key: str | None = ...,
        prompt_cache_options: CreateChatCompletionPromptCacheOptions | Mapping[str, Any] = ...,
        prompt_cache_retention: Literal['in_memory', '24h'] | None = ...,
        safety_identifier: str | None = ...,
        user: str = ...,
    ) -> ChatCompletionAnswer | EventStream[ChatChunk]: ...
    @overload
    def createChatCompletion(
        self,
        *,
        body: ChatRequest | Mapping[str, Any],
    ) -> ChatCompletionAnswer | EventStream[ChatChunk]: ...
    @overload
    def createChatCompletion(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ChatRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ChatCompletionAnswer | EventStream[ChatChunk]: ...
    create_chat_completion = createChatCompletion

    @overload
    def createCompletion(
        self,
        *,
        model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = ...,
        best_of: int | None = ...,
        echo: bool | None = ...,
        frequency_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: int | None = ...,
        max_tokens: int | None = ...,
        n: int | None = ...,
        presence_penalty: float | None = ...,
        seed: int | None = ...,
        stop: Stop = ...,
        stream: Literal[False] | None = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        user: str = ...,
    ) -> CompletionAnswer:
        """Continue a text

        POST /completions

        Lets one of the few older models that know no conversation, such as `gpt-3.5-turbo-instruct`, carry on from
        your text. It stays for existing programs; start new ones with chat completions. With `stream` the answer
        comes as server-sent events, each a piece of the same shape, and ends with `[DONE]`.

        Args:
            model: Name of a model that can continue texts.
            prompt: What to continue, as text or as token numbers. Null starts from a blank page.
            best_of: How many candidates to write, of which the `n` likeliest are returned; at least as many as `n`.
                You pay for all of them, and they cannot be streamed.
            echo: Whether to repeat the prompt before its continuation.
            frequency_penalty: Above 0, words become less likely the more often they have been used. From -2 to 2.
            logit_bias: Token numbers, each with a nudge from -100 (never) to 100 (always).
            logprobs: For how many of the likeliest tokens at each place to return the log probability.
            max_tokens: The longest continuation, in tokens. Together with the prompt it has to fit the model.
            n: How many continuations to return for each prompt.
            presence_penalty: Above 0, words that have been used at all become less likely. From -2 to 2.
            seed: A number of your choice. Equal requests with equal seeds mostly get equal answers.
            stop: Up to four texts at which the answer ends; they are left out of it. `o3` and `o4-mini` do not take
                this.
            stream: Whether to send the answer piece by piece, as server-sent events.
            stream_options: Details of streaming. Only together with `stream`.
            suffix: What comes after the gap, to have text inserted. Known to `gpt-3.5-turbo-instruct` alone.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            user: Your own name for the person behind the request, which helps to trace abuse.
        """
    @overload
    def createCompletion(
        self,
        *,
        model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
        stream: Literal[True],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = ...,
        best_of: int | None = ...,
        echo: bool | None = ...,
        frequency_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: int | None = ...,
        max_tokens: int | None = ...,
        n: int | None = ...,
        presence_penalty: float | None = ...,
        seed: int | None = ...,
        stop: Stop = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        user: str = ...,
    ) -> EventStream[CompletionChunk]: ...
    @overload
    def createCompletion(
        self,
        *,
        model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
        stream: bool | None,
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = ...,
        best_of: int | None = ...,
        echo: bool | None = ...,
        frequency_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: int | None = ...,
        max_tokens: int | None = ...,
        n: int | None = ...,
        presence_penalty: float | None = ...,
        seed: int | None = ...,
        stop: Stop = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        user: str = ...,
    ) -> CompletionAnswer | EventStream[CompletionChunk]: ...
    @overload
    def createCompletion(
        self,
        *,
        body: CompletionRequest | Mapping[str, Any],
    ) -> CompletionAnswer | EventStream[CompletionChunk]: ...
    @overload
    def createCompletion(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CompletionRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> CompletionAnswer | EventStream[CompletionChunk]: ...
    create_completion = createCompletion

    @overload
    def createEmbedding(
        self,
        *,
        model: str | Literal['text-embedding-ada-002', 'text-embedding-3-small', 'text-embedding-3-large'],
        input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        encoding_format: Literal['float', 'base64'] = ...,
        dimensions: int = ...,
        user: str = ...,
    ) -> EmbeddingListAnswer:
        """Turn text into vectors

        POST /embeddings

        Computes one vector for each text you send, so that texts of similar meaning lie close together. Use it to
        build search, clustering or recommendations. Sending many texts in one request is faster than one by one;
        `index` in the answer tells which vector belongs to which text.

        Args:
            model: Name of an embedding model.
            input: What to embed, as text or as tokens you have counted yourself. No text may be empty or longer than
                8192 tokens, and one request may carry 300,000 tokens in all.
            encoding_format: Whether vectors come as lists of numbers or, more compactly, as `base64` of 32-bit
                floats.
            dimensions: Length of the vectors. The `text-embedding-3` family and newer models can shorten theirs.
            user: Your own name for the person behind the request, which helps to trace abuse.
        """
    @overload
    def createEmbedding(self, *, body: EmbeddingRequest | Mapping[str, Any]) -> EmbeddingListAnswer: ...
    @overload
    def createEmbedding(
        self,
        params: Mapping[str, Any], /,
        *,
        body: EmbeddingRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> EmbeddingListAnswer: ...
    create_embedding = createEmbedding

    @overload
    def createModeration(
        self,
        *,
        input: str | Sequence[str] | Sequence[ModerationText | ModerationImage | Mapping[str, Any]],
        model: str | Literal['omni-moderation-latest', 'omni-moderation-2024-09-26', 'text-moderation-latest', 'text-moderation-stable'] = ...,
    ) -> ModerationResponseAnswer:
        """Check content for harm

        POST /moderations

        Judges text and pictures against thirteen categories of harm, such as hate or violence. Use it before showing
        what people or models have written. It is free of charge. Each input gets one result with a verdict, a score
        per category, and an overall `flagged`.

        Args:
            input: The content to check. Only the `omni` models look at pictures.
            model: Name of a moderation model.
        """
    @overload
    def createModeration(self, *, body: ModerationRequest | Mapping[str, Any]) -> ModerationResponseAnswer: ...
    @overload
    def createModeration(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModerationRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ModerationResponseAnswer: ...
    create_moderation = createModeration

    @overload
    def createSpeech(
        self,
        *,
        model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'],
        input: str,
        voice: Voice | Mapping[str, Any],
        instructions: str = ...,
        response_format: Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] = ...,
        speed: float = ...,
        stream_format: Literal['audio'] = ...,
    ) -> Answer[bytes]:
        """Speak a text aloud

        POST /audio/speech

        Reads up to 4096 characters aloud in a voice of your choice. The answer is the sound itself, as a file in the
        `response_format` you ask for, so write the body to disk or play it as it arrives. With `stream_format: sse`
        the sound comes in base64 pieces inside server-sent events instead, and the last event counts the tokens.

        Args:
            model: The speech model, one of those listed or a newer one.
            input: What is to be spoken. Split anything longer than 4096 characters over several calls.
            instructions: How to speak: mood, pace, accent, role. The models `tts-1` and `tts-1-hd` pay no heed to it.
            voice: Who speaks, given as the name of a built-in voice or as the id of a custom one.
            response_format: The file format of the sound. Take `pcm` or `wav` for the shortest wait, `opus` for
                calls.
            speed: How fast to speak, from a quarter of the normal pace to four times it.
            stream_format: How the sound is delivered: the plain file (`audio`), or base64 pieces in server-sent
                events (`sse`), which `tts-1` and `tts-1-hd` cannot do.
        """
    @overload
    def createSpeech(
        self,
        *,
        model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'],
        input: str,
        voice: Voice | Mapping[str, Any],
        stream_format: Literal['sse'],
        instructions: str = ...,
        response_format: Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] = ...,
        speed: float = ...,
    ) -> EventStream[CreateSpeechResponseStreamEvent]: ...
    @overload
    def createSpeech(
        self,
        *,
        model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'],
        input: str,
        voice: Voice | Mapping[str, Any],
        stream_format: Literal['sse', 'audio'],
        instructions: str = ...,
        response_format: Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] = ...,
        speed: float = ...,
    ) -> Answer[bytes] | EventStream[CreateSpeechResponseStreamEvent]: ...
    @overload
    def createSpeech(
        self,
        *,
        body: CreateSpeechRequest | Mapping[str, Any],
    ) -> Answer[bytes] | EventStream[CreateSpeechResponseStreamEvent]: ...
    @overload
    def createSpeech(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateSpeechRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> Answer[bytes] | EventStream[CreateSpeechResponseStreamEvent]: ...
    create_speech = createSpeech

    @overload
    def createTranscription(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
        language: str = ...,
        languages: Sequence[str] = ...,
        languages__: Languages = ...,
        keywords: Sequence[str] = ...,
        keywords__: Keywords = ...,
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] = ...,
        temperature: float = ...,
        include: Sequence[Literal['logprobs']] = ...,
        include__: Include = ...,
        timestamp_granularities: Sequence[Literal['word', 'segment']] = ...,
        timestamp_granularities__: TimestampGranularities = ...,
        stream: Literal[False] | None = ...,
        chunking_strategy: Literal['auto'] | VadConfig | Mapping[str, Any] | None = ...,
        known_speaker_names: Sequence[str] = ...,
        known_speaker_names__: KnownSpeakerNames = ...,
        known_speaker_references: Sequence[str] = ...,
        known_speaker_references__: KnownSpeakerReferences = ...,
    ) -> Answer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str]:
        """Write down a recording

        POST /audio/transcriptions

        Turns speech into text in the language that was spoken. Upload one recording and choose how much detail you
        need: the bare text, subtitles (`srt`, `vtt`), timed segments and words (`verbose_json`, `whisper-1` only), or
        who said what (`diarized_json`). The formats `text`, `srt` and `vtt` are answered as plain text. With `stream:
        true` the text arrives in events while the recording is still being worked on.

        Args:
            file: The recording itself: wav, flac, ogg, webm, or a kind of mpeg (mp3, mp4, m4a, mpga, mpeg). Its file
                name should have the right ending, by which the service knows the format.
            model: The listening model. `gpt-4o-transcribe-diarize` tells speakers apart, `whisper-1` gives times for
                words, the others are the most accurate.
            language: The spoken language as an ISO 639-1 code such as `pt`. Knowing it saves time and mistakes.
            languages: The languages that may occur, as ISO 639-1 codes, if there are several. For `gpt-transcribe`.
            languages__: The languages that may occur, as ISO 639-1 codes, if there are several. For `gpt-transcribe`.
            keywords: Names and terms that are likely to be heard, to get their spelling right. For `gpt-transcribe`.
            keywords__: Names and terms that are likely to be heard, to get their spelling right. For
                `gpt-transcribe`.
            prompt: Text that sets spelling and style, for example the end of the previous part. Write it in the
                language of the recording. `gpt-4o-transcribe-diarize` takes none.
            response_format: What the answer looks like. `verbose_json`, `srt` and `vtt` need `whisper-1`, and
                `diarized_json` needs `gpt-4o-transcribe-diarize`; the other models answer in `json`.
            temperature: How freely the model guesses, from 0 to 1. At 0 it starts strictly and loosens up by itself
                where it is unsure.
            include: More to put into a `json` answer: `logprobs` tells how sure the model was of each token. Not for
                `whisper-1` and not for `gpt-4o-transcribe-diarize`.
            include__: More to put into a `json` answer: `logprobs` tells how sure the model was of each token. Not
                for `whisper-1` and not for `gpt-4o-transcribe-diarize`.
            timestamp_granularities: Which times a `verbose_json` answer holds, those of words, of segments or of
                both. Times for words take a little longer.
            timestamp_granularities__: Which times a `verbose_json` answer holds, those of words, of segments or of
                both. Times for words take a little longer.
            stream: Whether to send the text in events while it is being recognised. `whisper-1` disregards it.
            chunking_strategy: How a long recording is cut: `auto`, or settings of your own for finding the pauses.
                Without it the recording stays whole, which `gpt-4o-transcribe-diarize` allows only up to 30 seconds.
            known_speaker_names: What to call the speakers you know, at most four, each matching one reference
                recording.
            known_speaker_names__: What to call the speakers you know, at most four, each matching one reference
                recording.
            known_speaker_references: The voices of the speakers you name, in the same order. Each is a `data:` URL
                with 2 to 10 seconds of sound.
            known_speaker_references__: The voices of the speakers you name, in the same order. Each is a `data:` URL
                with 2 to 10 seconds of sound.
        """
    @overload
    def createTranscription(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
        stream: Literal[True],
        language: str = ...,
        languages: Sequence[str] = ...,
        languages__: Languages = ...,
        keywords: Sequence[str] = ...,
        keywords__: Keywords = ...,
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] = ...,
        temperature: float = ...,
        include: Sequence[Literal['logprobs']] = ...,
        include__: Include = ...,
        timestamp_granularities: Sequence[Literal['word', 'segment']] = ...,
        timestamp_granularities__: TimestampGranularities = ...,
        chunking_strategy: Literal['auto'] | VadConfig | Mapping[str, Any] | None = ...,
        known_speaker_names: Sequence[str] = ...,
        known_speaker_names__: KnownSpeakerNames = ...,
        known_speaker_references: Sequence[str] = ...,
        known_speaker_references__: KnownSpeakerReferences = ...,
    ) -> EventStream[CreateTranscriptionResponseStreamEvent]: ...
    @overload
    def createTranscription(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
        stream: bool | None,
        language: str = ...,
        languages: Sequence[str] = ...,
        languages__: Languages = ...,
        keywords: Sequence[str] = ...,
        keywords__: Keywords = ...,
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] = ...,
        temperature: float = ...,
        include: Sequence[Literal['logprobs']] = ...,
        include__: Include = ...,
        timestamp_granularities: Sequence[Literal['word', 'segment']] = ...,
        timestamp_granularities__: TimestampGranularities = ...,
        chunking_strategy: Literal['auto'] | VadConfig | Mapping[str, Any] | None = ...,
        known_speaker_names: Sequence[str] = ...,
        known_speaker_names__: KnownSpeakerNames = ...,
        known_speaker_references: Sequence[str] = ...,
        known_speaker_references__: KnownSpeakerReferences = ...,
    ) -> Answer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str] | EventStream[CreateTranscriptionResponseStreamEvent]: ...
    @overload
    def createTranscription(
        self,
        *,
        body: CreateTranscriptionRequest | Mapping[str, Any],
    ) -> Answer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str] | EventStream[CreateTranscriptionResponseStreamEvent]: ...
    @overload
    def createTranscription(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateTranscriptionRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> Answer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str] | EventStream[CreateTranscriptionResponseStreamEvent]: ...
    create_transcription = createTranscription

    @overload
    def createTranslation(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1'],
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt'] = ...,
        temperature: float = ...,
    ) -> Answer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]:
        """Write down a recording in English

        POST /audio/translations

        Listens to speech in any language the model knows and answers with its meaning in English text. Use it when
        you do not need the original wording; otherwise transcribe. The formats `text`, `srt` and `vtt` are answered
        as plain text rather than JSON.

        Args:
            file: The recording itself: wav, flac, ogg, webm, or a kind of mpeg (mp3, mp4, m4a, mpga, mpeg). Its file
                name should have the right ending, by which the service knows the format.
            model: The listening model. So far only `whisper-1` translates.
            prompt: English text that sets spelling and style, for example the end of the previous part.
            response_format: What the answer looks like, JSON with or without details, plain text, or subtitles.
            temperature: How freely the model guesses, from 0 to 1. At 0 it starts strictly and loosens up by itself
                where it is unsure.
        """
    @overload
    def createTranslation(
        self,
        *,
        body: CreateTranslationRequest | Mapping[str, Any],
    ) -> Answer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]: ...
    @overload
    def createTranslation(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateTranslationRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> Answer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]: ...
    create_translation = createTranslation

    @overload
    def createImage(
        self,
        *,
        prompt: str,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None = ...,
        n: int | None = ...,
        quality: Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        stream: Literal[False] | None = ...,
        partial_images: int | None = ...,
        size: str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None = ...,
        moderation: ImageModeration = ...,
        background: ImageBackground = ...,
        style: Literal['vivid', 'natural'] | None = ...,
        user: str = ...,
    ) -> ImagesResponseAnswer:
        """Draw pictures from a description

        POST /images/generations

        Draws one or several new pictures of what you describe. The answer holds each picture in base64, or a link to
        it where a `dall-e` model is used and links are wanted. It takes from seconds to about two minutes; with
        `stream: true` a GPT image model sends unfinished versions as events in the meantime.

        Args:
            prompt: What shall be seen. GPT image models read up to 32000 characters, `dall-e-3` 4000 and `dall-e-2`
                1000.
            model: The drawing model. A setting that only GPT image models have picks one of these by itself.
            n: How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time.
            quality: How much work goes into the picture. `low`, `medium` and `high` are for GPT image models, `hd` is
                for `dall-e-3` and `standard` for both `dall-e` models.
            response_format: Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models
                always send base64 and refuse this field.
            output_format: The file format of the picture. GPT image models only.
            output_compression: How well to keep a jpeg or webp picture, from 0 (smallest) to 100 (best). GPT image
                models only.
            stream: Whether to receive the picture as events, unfinished versions first. GPT image models only.
            partial_images: How many unfinished versions to send while streaming, from 0 to 3. Fewer come if the
                picture is ready sooner.
            size: Width and height in pixels, or `auto` to let the model decide.
            moderation: How strictly to filter harmful content; `low` lets more pass. GPT image models only.
            background: Whether there is something behind the subject. `transparent` needs png or webp as the output
                format. GPT image models only.
            style: Dramatic and glossy (`vivid`), or plain and lifelike (`natural`). For `dall-e-3` only.
            user: A stable, anonymous id of the person you act for. It helps to trace abuse.
        """
    @overload
    def createImage(
        self,
        *,
        prompt: str,
        stream: Literal[True],
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None = ...,
        n: int | None = ...,
        quality: Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        partial_images: int | None = ...,
        size: str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None = ...,
        moderation: ImageModeration = ...,
        background: ImageBackground = ...,
        style: Literal['vivid', 'natural'] | None = ...,
        user: str = ...,
    ) -> EventStream[ImageGenStreamEvent]: ...
    @overload
    def createImage(
        self,
        *,
        prompt: str,
        stream: bool | None,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None = ...,
        n: int | None = ...,
        quality: Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        partial_images: int | None = ...,
        size: str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None = ...,
        moderation: ImageModeration = ...,
        background: ImageBackground = ...,
        style: Literal['vivid', 'natural'] | None = ...,
        user: str = ...,
    ) -> ImagesResponseAnswer | EventStream[ImageGenStreamEvent]: ...
    @overload
    def createImage(
        self,
        *,
        body: CreateImageRequest | Mapping[str, Any],
    ) -> ImagesResponseAnswer | EventStream[ImageGenStreamEvent]: ...
    @overload
    def createImage(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateImageRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ImagesResponseAnswer | EventStream[ImageGenStreamEvent]: ...
    create_image = createImage

    @overload
    def createImageEdit(
        self,
        *,
        prompt: str,
        image: ImageUpload = ...,
        image__: ImageUploads = ...,
        mask: FileInput = ...,
        background: ImageBackground = ...,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None = ...,
        n: int | None = ...,
        size: str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        user: str = ...,
        input_fidelity: InputFidelity = ...,
        stream: Literal[False] | None = ...,
        partial_images: int | None = ...,
        quality: Literal['standard', 'low', 'medium', 'high', 'auto'] | None = ...,
        images: Sequence[ImageRefParam | Mapping[str, Any]] = ...,
        moderation: ImageModeration = ...,
    ) -> ImagesResponseAnswer:
        """Change or extend given pictures

        POST /images/edits

        Draws a new picture from up to 16 given ones and a description of the result. A mask limits the change to one
        part. Upload the pictures as a form, or refer to them in JSON by link or file id, which only GPT image models
        understand. The answer is the same as for a newly drawn picture, including the events of `stream: true`.

        Args:
            image: The picture to change: for GPT image models png, webp or jpg under 50 MB, for `dall-e-2` a square
                png under 4 MB. Use `image[]` to send several.
            image__: Up to 16 pictures to change or combine. GPT image models only; a mask counts for the first.
            prompt: What the result shall look like, in up to 32000 characters (`dall-e-2` reads 1000).
            mask: A png under 4 MB, as large as the picture itself. Where it is fully transparent, the picture may
                change.
            background: Whether there is something behind the subject. `transparent` needs png or webp as the output
                format. GPT image models only.
            model: The drawing model, `dall-e-2` or a GPT image model.
            n: How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time.
            size: Width and height in pixels, or `auto` where the model allows it. `dall-e-2` draws squares of 256,
                512 or 1024 pixels, `gpt-image-2` any size whose sides are multiples of 16.
            response_format: Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models
                always send base64 and refuse this field.
            output_format: The file format of the picture. GPT image models only.
            output_compression: How well to keep a jpeg or webp picture, from 0 (smallest) to 100 (best). GPT image
                models only.
            user: A stable, anonymous id of the person you act for. It helps to trace abuse.
            input_fidelity: How closely to keep to the given pictures, faces above all. It is `low` unless set;
                `gpt-image-1-mini` knows no other.
            stream: Whether to receive the picture as events, unfinished versions first. GPT image models only.
            partial_images: How many unfinished versions to send while streaming, from 0 to 3. Fewer come if the
                picture is ready sooner.
            quality: How much work goes into it. `standard` is for `dall-e-2`, the others are for GPT image models.
            images: The pictures to change or combine, at most 16.
            moderation: How strictly to filter harmful content; `low` lets more pass. GPT image models only.
        """
    @overload
    def createImageEdit(
        self,
        *,
        prompt: str,
        stream: Literal[True],
        image: ImageUpload = ...,
        image__: ImageUploads = ...,
        mask: FileInput = ...,
        background: ImageBackground = ...,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None = ...,
        n: int | None = ...,
        size: str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        user: str = ...,
        input_fidelity: InputFidelity = ...,
        partial_images: int | None = ...,
        quality: Literal['standard', 'low', 'medium', 'high', 'auto'] | None = ...,
        images: Sequence[ImageRefParam | Mapping[str, Any]] = ...,
        moderation: ImageModeration = ...,
    ) -> EventStream[ImageEditStreamEvent]: ...
    @overload
    def createImageEdit(
        self,
        *,
        prompt: str,
        stream: bool | None,
        image: ImageUpload = ...,
        image__: ImageUploads = ...,
        mask: FileInput = ...,
        background: ImageBackground = ...,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None = ...,
        n: int | None = ...,
        size: str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        user: str = ...,
        input_fidelity: InputFidelity = ...,
        partial_images: int | None = ...,
        quality: Literal['standard', 'low', 'medium', 'high', 'auto'] | None = ...,
        images: Sequence[ImageRefParam | Mapping[str, Any]] = ...,
        moderation: ImageModeration = ...,
    ) -> ImagesResponseAnswer | EventStream[ImageEditStreamEvent]: ...
    @overload
    def createImageEdit(
        self,
        *,
        body: CreateImageEditRequest | Mapping[str, Any] | EditImageBodyJsonParam | Mapping[str, Any],
    ) -> ImagesResponseAnswer | EventStream[ImageEditStreamEvent]: ...
    @overload
    def createImageEdit(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateImageEditRequest | Mapping[str, Any] | EditImageBodyJsonParam | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ImagesResponseAnswer | EventStream[ImageEditStreamEvent]: ...
    create_image_edit = createImageEdit

    @overload
    def createImageVariation(
        self,
        *,
        image: FileInput,
        model: str | Literal['dall-e-2'] | None = ...,
        n: int | None = ...,
        response_format: ImageResponseFormat = ...,
        size: Literal['256x256', '512x512', '1024x1024'] | None = ...,
        user: str = ...,
    ) -> ImagesResponseAnswer:
        """Make variants of a picture

        POST /images/variations

        Draws pictures that resemble the one you upload, without any words from you. Only `dall-e-2` can do it; with
        other models, edit the picture and say in the prompt what may differ.

        Args:
            image: The picture, a square png under 4 MB.
            model: The drawing model, for which `dall-e-2` is the only choice.
            n: How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time.
            response_format: Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models
                always send base64 and refuse this field.
            size: Width and height in pixels.
            user: A stable, anonymous id of the person you act for. It helps to trace abuse.
        """
    @overload
    def createImageVariation(self, *, body: CreateImageVariationRequest | Mapping[str, Any]) -> ImagesResponseAnswer: ...
    @overload
    def createImageVariation(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateImageVariationRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ImagesResponseAnswer: ...
    create_image_variation = createImageVariation

    @overload
    def listFiles(
        self,
        *,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> FileListAnswer:
        """List your files

        GET /files

        Pages through the files of the project, newest first unless you ask otherwise. Give a `purpose` to see, say,
        only the results of batches. Without a `limit` a page holds up to 10,000 files.

        Args:
            purpose: Show only files that serve this purpose, such as `batch_output`.
            limit: How many files one page may hold, from 1 to 10,000.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    def listFiles(self, params: Mapping[str, Any], /, **arguments: Any) -> FileListAnswer: ...
    list_files = listFiles

    @overload
    def createFile(
        self,
        *,
        file: FileInput,
        purpose: Literal['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'],
        expires_after: Expiry | Mapping[str, Any] = ...,
    ) -> FileAnswer:
        """Store a file

        POST /files

        Sends a file of up to 512 MB and tells what it is for; the answer has the id by which batches, fine-tuning
        jobs, assistants and messages refer to it. Batches and fine-tuning want JSON lines. For anything bigger, or
        over a shaky connection, use an upload in parts.

        Args:
            file: The content of the file. Its name goes with the form part.
            purpose: What the file is for.
            expires_after: When a file shall vanish by itself. Without this, batch files do after 30 days and others
                never.
        """
    @overload
    def createFile(self, *, body: FileUpload | Mapping[str, Any]) -> FileAnswer: ...
    @overload
    def createFile(
        self,
        params: Mapping[str, Any], /,
        *,
        body: FileUpload | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> FileAnswer: ...
    create_file = createFile

    @overload
    def retrieveFile(self, *, file_id: str) -> FileAnswer:
        """Look up one file

        GET /files/{file_id}

        Gives the name, the size, the purpose and the age of a file, without its content. Use it to check that a file
        is still there before you refer to it.

        Args:
            file_id: Id of the file.
        """
    @overload
    def retrieveFile(self, params: Mapping[str, Any], /, **arguments: Any) -> FileAnswer: ...
    retrieve_file = retrieveFile

    @overload
    def deleteFile(self, *, file_id: str) -> DeleteFileResponseAnswer:
        """Delete a file

        DELETE /files/{file_id}

        Removes a file and its content for good, also from all vector stores that hold it. Jobs that have already read
        the file go on.

        Args:
            file_id: Id of the file.
        """
    @overload
    def deleteFile(self, params: Mapping[str, Any], /, **arguments: Any) -> DeleteFileResponseAnswer: ...
    delete_file = deleteFile

    @overload
    def downloadFile(self, *, file_id: str) -> Answer[bytes]:
        """Download a file

        GET /files/{file_id}/content

        Returns the bytes of a file just as they were stored. This is how you fetch the results of a batch or what an
        assistant has produced. Files meant for assistants cannot be downloaded again.

        Args:
            file_id: Id of the file.
        """
    @overload
    def downloadFile(self, params: Mapping[str, Any], /, **arguments: Any) -> Answer[bytes]: ...
    download_file = downloadFile

    @overload
    def createUpload(
        self,
        *,
        filename: str,
        purpose: Literal['assistants', 'batch', 'fine-tune', 'vision'],
        bytes: int,
        mime_type: str,
        expires_after: Expiry | Mapping[str, Any] = ...,
    ) -> UploadAnswer:
        """Begin an upload in parts

        POST /uploads

        Announces a file of up to 8 GB that is going to arrive in parts. Send the parts next, in any order and even
        side by side, and complete the upload within the hour; then the file can be used like any other.

        Args:
            filename: Name that the file shall have.
            purpose: What the file is for; the values mean the same as for files.
            bytes: Size of the whole file, in bytes.
            mime_type: Media type of the file, such as `application/pdf`; it has to suit the purpose.
            expires_after: When a file shall vanish by itself. Without this, batch files do after 30 days and others
                never.
        """
    @overload
    def createUpload(self, *, body: UploadRequest | Mapping[str, Any]) -> UploadAnswer: ...
    @overload
    def createUpload(
        self,
        params: Mapping[str, Any], /,
        *,
        body: UploadRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> UploadAnswer: ...
    create_upload = createUpload

    @overload
    def cancelUpload(self, *, upload_id: str) -> UploadAnswer:
        """Cancel an upload

        POST /uploads/{upload_id}/cancel

        Gives up an upload that is not complete yet. No further parts are taken, and those already sent are lost. To
        get rid of the file of a completed upload, delete the file.

        Args:
            upload_id: Id of the upload.
        """
    @overload
    def cancelUpload(self, params: Mapping[str, Any], /, **arguments: Any) -> UploadAnswer: ...
    cancel_upload = cancelUpload

    @overload
    def completeUpload(self, *, upload_id: str, part_ids: Sequence[str], md5: str = ...) -> UploadAnswer:
        """Complete an upload

        POST /uploads/{upload_id}/complete

        Joins the parts in the order you name them and makes the file. Their sizes must add up to what was announced.
        Afterwards nothing can be added.

        Args:
            upload_id: Id of the upload.
            part_ids: Ids of all parts, first to last.
            md5: Checksum of the whole file, to be compared with what has arrived.
        """
    @overload
    def completeUpload(self, *, upload_id: str, body: CompletionOfUpload | Mapping[str, Any]) -> UploadAnswer: ...
    @overload
    def completeUpload(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CompletionOfUpload | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> UploadAnswer: ...
    complete_upload = completeUpload

    @overload
    def addUploadPart(self, *, upload_id: str, data: FileInput) -> UploadPartAnswer:
        """Send one part

        POST /uploads/{upload_id}/parts

        Adds up to 64 MB to a pending upload. Parts need not come in order, since completing the upload says how they
        follow each other, so keep the id from the answer.

        Args:
            upload_id: Id of the upload.
            data: The bytes of this part.
        """
    @overload
    def addUploadPart(self, *, upload_id: str, body: PartRequest | Mapping[str, Any]) -> UploadPartAnswer: ...
    @overload
    def addUploadPart(
        self,
        params: Mapping[str, Any], /,
        *,
        body: PartRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> UploadPartAnswer: ...
    add_upload_part = addUploadPart

    @overload
    def listBatches(self, *, after: str = ..., limit: int = ...) -> BatchListAnswer:
        """List your batches

        GET /batches

        Pages through the batches of the project, newest first, the finished ones included. Use it to find a batch
        whose id you have lost, or to watch several at a time.

        Args:
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            limit: How many items one page may hold, from 1 to 100.
        """
    @overload
    def listBatches(self, params: Mapping[str, Any], /, **arguments: Any) -> BatchListAnswer: ...
    list_batches = listBatches

    @overload
    def createBatch(
        self,
        *,
        input_file_id: str,
        endpoint: Literal['/v1/responses', '/v1/chat/completions', '/v1/embeddings', '/v1/completions', '/v1/moderations', '/v1/images/generations', '/v1/images/edits', '/v1/videos'],
        completion_window: Literal['24h'],
        metadata: Metadata = ...,
        output_expires_after: Expiry | Mapping[str, Any] = ...,
    ) -> BatchAnswer:
        """Start a batch

        POST /batches

        Runs all requests of a file in the background, within 24 hours and at half the price. Store the file first,
        with the purpose `batch`: one JSON object per line with `custom_id`, `method`, `url` and `body`, at most
        50,000 lines and 200 MB. The answers end up in another file, matched by `custom_id`.

        Args:
            input_file_id: The file with the requests.
            endpoint: Where all these requests go. Embeddings are limited to 50,000 inputs over the whole batch.
            completion_window: How long the service may take. There is only the one day.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            output_expires_after: When the files with answers and errors shall vanish, counted from their own making.
        """
    @overload
    def createBatch(self, *, body: BatchRequest | Mapping[str, Any]) -> BatchAnswer: ...
    @overload
    def createBatch(
        self,
        params: Mapping[str, Any], /,
        *,
        body: BatchRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> BatchAnswer: ...
    create_batch = createBatch

    @overload
    def retrieveBatch(self, *, batch_id: str) -> BatchAnswer:
        """Look up one batch

        GET /batches/{batch_id}

        Tells how far a batch has come. Ask every few minutes until `status` is `completed`, `failed`, `expired` or
        `cancelled`; then download `output_file_id` for the answers and `error_file_id` for what went wrong.

        Args:
            batch_id: Id of the batch.
        """
    @overload
    def retrieveBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> BatchAnswer: ...
    retrieve_batch = retrieveBatch

    @overload
    def cancelBatch(self, *, batch_id: str) -> BatchAnswer:
        """Cancel a batch

        POST /batches/{batch_id}/cancel

        Stops a batch that is still running. It is `cancelling` for up to ten minutes and `cancelled` then; answers
        that exist by that time are kept, paid for, and put into the output file.

        Args:
            batch_id: Id of the batch.
        """
    @overload
    def cancelBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> BatchAnswer: ...
    cancel_batch = cancelBatch

    @overload
    def listPaginatedFineTuningJobs(
        self,
        *,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> ListPaginatedFineTuningJobsResponseAnswer:
        """List fine-tuning jobs

        GET /fine_tuning/jobs

        Goes through the jobs of your project, the newest first. Narrow it down with `metadata` to find jobs by the
        notes you gave them. There is no `last_id`: ask for the next page with the id of the last job you received.

        Args:
            after: Id of the last item of the page before. Leave it out to get the first page.
            limit: How many items one page may hold.
            metadata: Only jobs that carry these notes, each sent as `metadata[key]=value`.
        """
    @overload
    def listPaginatedFineTuningJobs(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ListPaginatedFineTuningJobsResponseAnswer: ...
    list_paginated_fine_tuning_jobs = listPaginatedFineTuningJobs

    @overload
    def createFineTuningJob(
        self,
        *,
        model: str | Literal['babbage-002', 'davinci-002', 'gpt-3.5-turbo', 'gpt-4o-mini'],
        training_file: str,
        validation_file: str | None = ...,
        hyperparameters: FineTuneSupervisedHyperparameters | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        integrations: Sequence[FineTuningIntegration | Mapping[str, Any]] | None = ...,
        seed: int | None = ...,
        method: FineTuneMethod | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> FineTuningJobAnswer:
        """Start a fine-tuning job

        POST /fine_tuning/jobs

        Trains a model on examples you have uploaded as a file with the purpose `fine-tune`. The job is queued at once
        and takes minutes to hours. Follow it by its events, or by fetching it now and then, until its `status` is
        `succeeded`; then `fine_tuned_model` is the name to use in other calls.

        Args:
            model: The model to start from, one of those listed or another that allows fine-tuning.
            training_file: Id of the file with the examples, in JSON lines, uploaded for the purpose `fine-tune`.
            validation_file: Id of a file with other examples of the same kind. They are not learned but measured
                against.
            hyperparameters: Settings of the training. Put them under `method` instead; this place for them is out of
                use.
            suffix: Up to 64 characters that become part of the name of the new model, to recognise it by.
            integrations: Other services that shall receive the measurements.
            seed: The same number makes the same job come out almost the same. One is chosen if you give none.
            method: How to train. `type` names the method; its settings go under the same name and may be left out.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def createFineTuningJob(self, *, body: CreateFineTuningJobRequest | Mapping[str, Any]) -> FineTuningJobAnswer: ...
    @overload
    def createFineTuningJob(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateFineTuningJobRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> FineTuningJobAnswer: ...
    create_fine_tuning_job = createFineTuningJob

    @overload
    def retrieveFineTuningJob(self, *, fine_tuning_job_id: str) -> FineTuningJobAnswer:
        """Fetch a fine-tuning job

        GET /fine_tuning/jobs/{fine_tuning_job_id}

        Shows how far a job has come and, once it has succeeded, the name of the new model and the files with its
        measurements. If it has failed, `error` says why.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
        """
    @overload
    def retrieveFineTuningJob(self, params: Mapping[str, Any], /, **arguments: Any) -> FineTuningJobAnswer: ...
    retrieve_fine_tuning_job = retrieveFineTuningJob

    @overload
    def cancelFineTuningJob(self, *, fine_tuning_job_id: str) -> FineTuningJobAnswer:
        """Stop a fine-tuning job

        POST /fine_tuning/jobs/{fine_tuning_job_id}/cancel

        Ends a job that is queued or running. Use it when the events show that training goes wrong. Checkpoints made
        so far remain; a job that has already ended is refused.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
        """
    @overload
    def cancelFineTuningJob(self, params: Mapping[str, Any], /, **arguments: Any) -> FineTuningJobAnswer: ...
    cancel_fine_tuning_job = cancelFineTuningJob

    @overload
    def listFineTuningJobCheckpoints(
        self,
        *,
        fine_tuning_job_id: str,
        after: str = ...,
        limit: int = ...,
    ) -> ListFineTuningJobCheckpointsResponseAnswer:
        """List the checkpoints of a fine-tuning job

        GET /fine_tuning/jobs/{fine_tuning_job_id}/checkpoints

        Finds the models a job saved at the end of its last epochs. Each can be used like a finished model. Compare
        their metrics, and take an earlier one if the final model has learned its examples by heart.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
            after: Id of the last item of the page before. Leave it out to get the first page.
            limit: How many checkpoints one page may hold.
        """
    @overload
    def listFineTuningJobCheckpoints(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ListFineTuningJobCheckpointsResponseAnswer: ...
    list_fine_tuning_job_checkpoints = listFineTuningJobCheckpoints

    @overload
    def listFineTuningEvents(
        self,
        *,
        fine_tuning_job_id: str,
        after: str = ...,
        limit: int = ...,
    ) -> ListFineTuningJobEventsResponseAnswer:
        """List the events of a fine-tuning job

        GET /fine_tuning/jobs/{fine_tuning_job_id}/events

        Reads the log of a job, newest entries first: what it is doing, the loss after each step, and warnings. Ask
        again while the job runs to see its progress.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
            after: Id of the last item of the page before. Leave it out to get the first page.
            limit: How many items one page may hold.
        """
    @overload
    def listFineTuningEvents(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ListFineTuningJobEventsResponseAnswer: ...
    list_fine_tuning_events = listFineTuningEvents

    @overload
    def listAssistants(
        self,
        *,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AssistantListAnswer:
        """List assistants

        GET /assistants (deprecated)

        Walks through the assistants of your project, newest first unless `order` says otherwise. Use it to find the
        id of one made earlier; ask for the next page with `after` while `has_more` is true. Deprecated: build on the
        Responses API (`POST /responses`) instead, where the settings travel with each request or in a stored prompt.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    def listAssistants(self, params: Mapping[str, Any], /, **arguments: Any) -> AssistantListAnswer: ...
    list_assistants = listAssistants

    @overload
    def createAssistant(
        self,
        *,
        model: AssistantModel,
        name: str | None = ...,
        description: str | None = ...,
        instructions: str | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        tools: Sequence[AssistantTool | Mapping[str, Any]] = ...,
        tool_resources: NewToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AssistantAnswer:
        """Create an assistant

        POST /assistants (deprecated)

        Stores a model together with instructions, tools and files under one id. Runs then name that id and need not
        repeat the settings; the answer is the stored assistant. Only `model` is needed. Deprecated: build on the
        Responses API (`POST /responses`) instead, which takes the same settings per request.

        Args:
            model: Which model answers; see `listModels`.
            name: A name to recognise it by.
            description: A note on what it is for.
            instructions: Standing orders, given to the model ahead of every conversation.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            tools: What it may call, at most 128 entries.
            tool_resources: Like `ToolResources`, for something about to be created. A vector store can be made on the
                fly.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            response_format: The form that answers must take; null leaves it to the service.
        """
    @overload
    def createAssistant(self, *, body: CreateAssistantRequest | Mapping[str, Any]) -> AssistantAnswer: ...
    @overload
    def createAssistant(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateAssistantRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AssistantAnswer: ...
    create_assistant = createAssistant

    @overload
    def getAssistant(self, *, assistant_id: str) -> AssistantAnswer:
        """Get an assistant

        GET /assistants/{assistant_id} (deprecated)

        Reads the current settings of one assistant. Handy before changing it, or to show what a run will use.
        Deprecated: build on the Responses API (`POST /responses`) instead.

        Args:
            assistant_id: Which assistant is meant; ids begin with `asst_`.
        """
    @overload
    def getAssistant(self, params: Mapping[str, Any], /, **arguments: Any) -> AssistantAnswer: ...
    get_assistant = getAssistant

    @overload
    def modifyAssistant(
        self,
        *,
        assistant_id: str,
        model: AssistantModel = ...,
        name: str | None = ...,
        description: str | None = ...,
        instructions: str | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        tools: Sequence[AssistantTool | Mapping[str, Any]] = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AssistantAnswer:
        """Change an assistant

        POST /assistants/{assistant_id} (deprecated)

        Replaces the settings that you send and keeps the rest. A list that you send, such as `tools`, takes the place
        of the old one as a whole; runs already under way are not affected. Deprecated: build on the Responses API
        (`POST /responses`) instead.

        Args:
            assistant_id: Which assistant is meant; ids begin with `asst_`.
            model: The model to switch to.
            name: A new name.
            description: A new note on what it is for.
            instructions: New standing orders.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            tools: The new tool list, at most 128 entries. It replaces the old one.
            tool_resources: Files and vector stores that the tools may reach, sorted by tool.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            response_format: The form that answers must take from now on.
        """
    @overload
    def modifyAssistant(
        self,
        *,
        assistant_id: str,
        body: ModifyAssistantRequest | Mapping[str, Any],
    ) -> AssistantAnswer: ...
    @overload
    def modifyAssistant(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyAssistantRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AssistantAnswer: ...
    modify_assistant = modifyAssistant

    @overload
    def deleteAssistant(self, *, assistant_id: str) -> AssistantDeletedAnswer:
        """Delete an assistant

        DELETE /assistants/{assistant_id} (deprecated)

        Removes one assistant for good. Threads it took part in, and its files and vector stores, stay where they are.
        Deprecated along with assistants as a whole; use the Responses API (`POST /responses`) instead, where nothing
        of the kind is left to clean up.

        Args:
            assistant_id: Which assistant is meant; ids begin with `asst_`.
        """
    @overload
    def deleteAssistant(self, params: Mapping[str, Any], /, **arguments: Any) -> AssistantDeletedAnswer: ...
    delete_assistant = deleteAssistant

    @overload
    def createThread(
        self,
        *,
        messages: Sequence[CreateMessageRequest | Mapping[str, Any]] = ...,
        tool_resources: NewToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> ThreadAnswer:
        """Create a thread

        POST /threads

        Opens a conversation, empty or with first messages in it. Do this once per user or topic, keep the id, then
        add messages with `createMessage` and get answers with `createRun`. The body may be left out. To open a thread
        and start a run in one go, see `createThreadAndRun`.

        Args:
            messages: First messages, oldest first.
            tool_resources: Like `ToolResources`, for something about to be created. A vector store can be made on the
                fly.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def createThread(self, *, body: CreateThreadRequest | Mapping[str, Any]) -> ThreadAnswer: ...
    @overload
    def createThread(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateThreadRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ThreadAnswer: ...
    create_thread = createThread

    @overload
    def getThread(self, *, thread_id: str) -> ThreadAnswer:
        """Get a thread

        GET /threads/{thread_id}

        Reads a thread's metadata and tool resources. Use it to see whether a stored id is still good; for what was
        said in the thread, call `listMessages`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
        """
    @overload
    def getThread(self, params: Mapping[str, Any], /, **arguments: Any) -> ThreadAnswer: ...
    get_thread = getThread

    @overload
    def modifyThread(
        self,
        *,
        thread_id: str,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> ThreadAnswer:
        """Change a thread

        POST /threads/{thread_id}

        Replaces a thread's metadata or the files and vector store that tools may use in it. Messages are not touched
        by this; change those with `modifyMessage`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            tool_resources: Files and vector stores that the tools may reach, sorted by tool.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def modifyThread(self, *, thread_id: str, body: ModifyThreadRequest | Mapping[str, Any]) -> ThreadAnswer: ...
    @overload
    def modifyThread(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyThreadRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ThreadAnswer: ...
    modify_thread = modifyThread

    @overload
    def deleteThread(self, *, thread_id: str) -> ThreadDeletedAnswer:
        """Delete a thread

        DELETE /threads/{thread_id}

        Removes a conversation with everything said in it. There is no way back; files that were attached remain in
        your project until you call `deleteFile`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
        """
    @overload
    def deleteThread(self, params: Mapping[str, Any], /, **arguments: Any) -> ThreadDeletedAnswer: ...
    delete_thread = deleteThread

    @overload
    def listMessages(
        self,
        *,
        thread_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> MessageListAnswer:
        """List the messages of a thread

        GET /threads/{thread_id}/messages

        Reads a conversation, latest message first by default. After a run has completed, pass its id as `run_id` to
        get only the answer it wrote.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            run_id: Only messages that this run wrote.
        """
    @overload
    def listMessages(self, params: Mapping[str, Any], /, **arguments: Any) -> MessageListAnswer: ...
    list_messages = listMessages

    @overload
    def createMessage(
        self,
        *,
        thread_id: str,
        role: MessageRole,
        content: str | Sequence[MessageInputPart | Mapping[str, Any]],
        attachments: MessageAttachments | Sequence[Mapping[str, Any]] = ...,
        metadata: Metadata = ...,
    ) -> MessageAnswer:
        """Add a message to a thread

        POST /threads/{thread_id}/messages

        Appends text, images or files to a conversation. Nothing is answered yet: start `createRun` afterwards for
        that. While a run works on the thread, messages can not be added.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            role: Who speaks. Use `assistant` in requests to put earlier answers into the conversation.
            content: What is said, as one text or part by part.
            attachments: Files that come with the message, each with the tools that may open it.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def createMessage(self, *, thread_id: str, body: CreateMessageRequest | Mapping[str, Any]) -> MessageAnswer: ...
    @overload
    def createMessage(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateMessageRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> MessageAnswer: ...
    create_message = createMessage

    @overload
    def getMessage(self, *, thread_id: str, message_id: str) -> MessageAnswer:
        """Get a message

        GET /threads/{thread_id}/messages/{message_id}

        Reads one message of a thread, for example the one that a run step of type `message_creation` points to.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            message_id: Which message is meant; ids begin with `msg_`.
        """
    @overload
    def getMessage(self, params: Mapping[str, Any], /, **arguments: Any) -> MessageAnswer: ...
    get_message = getMessage

    @overload
    def modifyMessage(self, *, thread_id: str, message_id: str, metadata: Metadata = ...) -> MessageAnswer:
        """Change a message's metadata

        POST /threads/{thread_id}/messages/{message_id}

        Replaces the notes you keep on a message, such as a rating. What was said can not be edited: delete the
        message and add another one.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            message_id: Which message is meant; ids begin with `msg_`.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def modifyMessage(
        self,
        *,
        thread_id: str,
        message_id: str,
        body: ModifyMessageRequest | Mapping[str, Any],
    ) -> MessageAnswer: ...
    @overload
    def modifyMessage(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyMessageRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> MessageAnswer: ...
    modify_message = modifyMessage

    @overload
    def deleteMessage(self, *, thread_id: str, message_id: str) -> MessageDeletedAnswer:
        """Delete a message

        DELETE /threads/{thread_id}/messages/{message_id}

        Takes one message out of a thread, so that later runs no longer see it. The messages around it stay.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            message_id: Which message is meant; ids begin with `msg_`.
        """
    @overload
    def deleteMessage(self, params: Mapping[str, Any], /, **arguments: Any) -> MessageDeletedAnswer: ...
    delete_message = deleteMessage

    @overload
    def createThreadAndRun(
        self,
        *,
        assistant_id: str,
        thread: CreateThreadRequest | Mapping[str, Any] = ...,
        model: RunModel = ...,
        instructions: str | None = ...,
        tools: RunTools = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        stream: Literal[False] | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> RunAnswer:
        """Create a thread and run it

        POST /threads/runs

        Opens a thread and sets an assistant to work on it, in one request. Use it for one-off questions. It answers
        as `createRun` does: with a queued run to poll by `getRun`, or with events as they happen if `stream` is true.

        Args:
            assistant_id: The assistant to set to work.
            thread: What a new thread begins with. Everything is optional.
            model: The model to use instead of the assistant's.
            instructions: Orders to follow instead of the assistant's.
            tools: Tools to use instead of the assistant's, at most 20.
            tool_resources: Files and vector stores that the tools may reach, sorted by tool.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            stream: Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you.
            max_prompt_tokens: Token budget for reading, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            max_completion_tokens: Token budget for writing, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            truncation_strategy: How much of the thread to read; null means all that fits.
            tool_choice: Which tools it must or may call; null is like `auto`.
            parallel_tool_calls: Whether the model may call several of your functions at a time.
            response_format: The form that the answer must take; null keeps the assistant's.
        """
    @overload
    def createThreadAndRun(
        self,
        *,
        assistant_id: str,
        stream: Literal[True],
        thread: CreateThreadRequest | Mapping[str, Any] = ...,
        model: RunModel = ...,
        instructions: str | None = ...,
        tools: RunTools = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def createThreadAndRun(
        self,
        *,
        assistant_id: str,
        stream: bool | None,
        thread: CreateThreadRequest | Mapping[str, Any] = ...,
        model: RunModel = ...,
        instructions: str | None = ...,
        tools: RunTools = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def createThreadAndRun(
        self,
        *,
        body: CreateThreadAndRunRequest | Mapping[str, Any],
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def createThreadAndRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateThreadAndRunRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    create_thread_and_run = createThreadAndRun

    @overload
    def listRuns(
        self,
        *,
        thread_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> RunListAnswer:
        """List the runs of a thread

        GET /threads/{thread_id}/runs

        Shows what was run on a thread, latest first by default. Use it to find a run that still blocks the thread, or
        to add up the tokens that a conversation has cost.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    def listRuns(self, params: Mapping[str, Any], /, **arguments: Any) -> RunListAnswer: ...
    list_runs = listRuns

    @overload
    def createRun(
        self,
        *,
        thread_id: str,
        assistant_id: str,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
        model: RunModel = ...,
        reasoning_effort: ReasoningEffort = ...,
        instructions: str | None = ...,
        additional_instructions: str | None = ...,
        additional_messages: Sequence[CreateMessageRequest | Mapping[str, Any]] | None = ...,
        tools: RunTools = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        stream: Literal[False] | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> RunAnswer:
        """Run an assistant on a thread

        POST /threads/{thread_id}/runs

        Sets an assistant to work on what has been said so far. The run comes back at once as `queued`; poll `getRun`
        until its status is final, answer tool calls with `submitToolOuputsToRun` when it is `requires_action`, then
        read the answer with `listMessages`. If `stream` is true, events arrive instead and no polling is needed. All
        settings but `assistant_id` override the assistant's own for this run only.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            include__: Extras to put into run steps. The one there is shows the passages that a file search found.
            assistant_id: The assistant to set to work.
            model: The model to use instead of the assistant's.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            instructions: Orders to follow instead of the assistant's.
            additional_instructions: Orders to append to the assistant's own instead of replacing them.
            additional_messages: Messages to append to the thread before the run begins.
            tools: Tools to use instead of the assistant's, at most 20.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            stream: Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you.
            max_prompt_tokens: Token budget for reading, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            max_completion_tokens: Token budget for writing, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            truncation_strategy: How much of the thread to read; null means all that fits.
            tool_choice: Which tools it must or may call; null is like `auto`.
            parallel_tool_calls: Whether the model may call several of your functions at a time.
            response_format: The form that the answer must take; null keeps the assistant's.
        """
    @overload
    def createRun(
        self,
        *,
        thread_id: str,
        assistant_id: str,
        stream: Literal[True],
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
        model: RunModel = ...,
        reasoning_effort: ReasoningEffort = ...,
        instructions: str | None = ...,
        additional_instructions: str | None = ...,
        additional_messages: Sequence[CreateMessageRequest | Mapping[str, Any]] | None = ...,
        tools: RunTools = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def createRun(
        self,
        *,
        thread_id: str,
        assistant_id: str,
        stream: bool | None,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
        model: RunModel = ...,
        reasoning_effort: ReasoningEffort = ...,
        instructions: str | None = ...,
        additional_instructions: str | None = ...,
        additional_messages: Sequence[CreateMessageRequest | Mapping[str, Any]] | None = ...,
        tools: RunTools = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def createRun(
        self,
        *,
        thread_id: str,
        body: CreateRunRequest | Mapping[str, Any],
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def createRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateRunRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    create_run = createRun

    @overload
    def getRun(self, *, thread_id: str, run_id: str) -> RunAnswer:
        """Get a run

        GET /threads/{thread_id}/runs/{run_id}

        Reads where a run stands. Poll it, about once a second, until `status` is `completed`, `failed`, `cancelled`,
        `expired` or `incomplete`. On `requires_action`, look into `required_action` for the calls that wait for you.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
        """
    @overload
    def getRun(self, params: Mapping[str, Any], /, **arguments: Any) -> RunAnswer: ...
    get_run = getRun

    @overload
    def modifyRun(self, *, thread_id: str, run_id: str, metadata: Metadata = ...) -> RunAnswer:
        """Change a run's metadata

        POST /threads/{thread_id}/runs/{run_id}

        Replaces the notes you keep on a run, such as a ticket number. Nothing else about a run can be changed once it
        exists; to stop one, call `cancelRun`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def modifyRun(self, *, thread_id: str, run_id: str, body: ModifyRunRequest | Mapping[str, Any]) -> RunAnswer: ...
    @overload
    def modifyRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyRunRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> RunAnswer: ...
    modify_run = modifyRun

    @overload
    def cancelRun(self, *, thread_id: str, run_id: str) -> RunAnswer:
        """Cancel a run

        POST /threads/{thread_id}/runs/{run_id}/cancel

        Asks a run that is under way to stop. It answers with status `cancelling`; once `getRun` says `cancelled`, the
        thread is free for new messages and runs. Takes no body.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
        """
    @overload
    def cancelRun(self, params: Mapping[str, Any], /, **arguments: Any) -> RunAnswer: ...
    cancel_run = cancelRun

    @overload
    def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        tool_outputs: Sequence[SubmitToolOuputsToRunToolOutputsItem | Mapping[str, Any]],
        stream: Literal[False] | None = ...,
    ) -> RunAnswer:
        """Give a run the results of its tool calls

        POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs

        Lets a run go on that waits with status `requires_action`. Run your functions, then send all of their results
        in one request, each under the id of its call. The run goes back to the queue; poll it again, or set `stream`
        and read events.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            tool_outputs: One entry for each call in `required_action`.
            stream: Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you.
        """
    @overload
    def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        tool_outputs: Sequence[SubmitToolOuputsToRunToolOutputsItem | Mapping[str, Any]],
        stream: Literal[True],
    ) -> EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        tool_outputs: Sequence[SubmitToolOuputsToRunToolOutputsItem | Mapping[str, Any]],
        stream: bool | None,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        body: SubmitToolOutputsRequest | Mapping[str, Any],
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    def submitToolOuputsToRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: SubmitToolOutputsRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> RunAnswer | EventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    submit_tool_ouputs_to_run = submitToolOuputsToRun

    @overload
    def listRunSteps(
        self,
        *,
        thread_id: str,
        run_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> RunStepListAnswer:
        """List the steps of a run

        GET /threads/{thread_id}/runs/{run_id}/steps

        Shows what a run did, latest step first by default: messages it wrote, tools it called and what they returned.
        This is where to look when an answer surprises you.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            include__: Extras to put into run steps. The one there is shows the passages that a file search found.
        """
    @overload
    def listRunSteps(self, params: Mapping[str, Any], /, **arguments: Any) -> RunStepListAnswer: ...
    list_run_steps = listRunSteps

    @overload
    def getRunStep(
        self,
        *,
        thread_id: str,
        run_id: str,
        step_id: str,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> RunStepAnswer:
        """Get a step of a run

        GET /threads/{thread_id}/runs/{run_id}/steps/{step_id}

        Reads one step in full. Ask for it with `include[]` to see the very passages that a file search returned.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            step_id: Which step is meant; ids begin with `step_`.
            include__: Extras to put into run steps. The one there is shows the passages that a file search found.
        """
    @overload
    def getRunStep(self, params: Mapping[str, Any], /, **arguments: Any) -> RunStepAnswer: ...
    get_run_step = getRunStep

    @overload
    def listVectorStores(
        self,
        *,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> VectorStoreListAnswer:
        """List vector stores

        GET /vector_stores

        Walks through the vector stores of your project, newest first unless `order` says otherwise. Use it to find a
        store by name or to see which ones have expired.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    def listVectorStores(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreListAnswer: ...
    list_vector_stores = listVectorStores

    @overload
    def createVectorStore(
        self,
        *,
        file_ids: Sequence[str] = ...,
        name: str = ...,
        description: str = ...,
        expires_after: ExpirationPolicy | Mapping[str, Any] = ...,
        chunking_strategy: ChunkingStrategy | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> VectorStoreAnswer:
        """Create a vector store

        POST /vector_stores

        Opens a place to search in, empty or with up to 500 uploaded files. Indexing goes on in the background: poll
        `getVectorStore` until `status` is `completed` before you rely on search results. Stores are charged by size,
        so give short-lived ones an expiry.

        Args:
            file_ids: Uploaded files to put in at once, 500 at the most.
            name: A name to recognise it by.
            description: A note on what it is for.
            expires_after: Let the store expire once it has gone unused for some days.
            chunking_strategy: How to cut files into the chunks that a search finds. The default is `auto`.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def createVectorStore(self, *, body: CreateVectorStoreRequest | Mapping[str, Any]) -> VectorStoreAnswer: ...
    @overload
    def createVectorStore(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateVectorStoreRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> VectorStoreAnswer: ...
    create_vector_store = createVectorStore

    @overload
    def getVectorStore(self, *, vector_store_id: str) -> VectorStoreAnswer:
        """Get a vector store

        GET /vector_stores/{vector_store_id}

        Reads one vector store: how many files are indexed, what it weighs, when it expires. This is the call to
        repeat while you wait for indexing to end.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
        """
    @overload
    def getVectorStore(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreAnswer: ...
    get_vector_store = getVectorStore

    @overload
    def modifyVectorStore(
        self,
        *,
        vector_store_id: str,
        name: str | None = ...,
        expires_after: ExpirationPolicy | Mapping[str, Any] | None = ...,
        metadata: Metadata = ...,
    ) -> VectorStoreAnswer:
        """Change a vector store

        POST /vector_stores/{vector_store_id}

        Renames a vector store, or changes its expiry or metadata. To change what it holds, add and remove files with
        `createVectorStoreFile` and `deleteVectorStoreFile`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            name: A new name.
            expires_after: A new expiry, or null to keep the store for good.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    def modifyVectorStore(
        self,
        *,
        vector_store_id: str,
        body: ModifyVectorStoreRequest | Mapping[str, Any],
    ) -> VectorStoreAnswer: ...
    @overload
    def modifyVectorStore(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyVectorStoreRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> VectorStoreAnswer: ...
    modify_vector_store = modifyVectorStore

    @overload
    def deleteVectorStore(self, *, vector_store_id: str) -> VectorStoreDeletedAnswer:
        """Delete a vector store

        DELETE /vector_stores/{vector_store_id}

        Removes a vector store and its index. The uploaded files that were in it stay in your project; remove them
        with `deleteFile`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
        """
    @overload
    def deleteVectorStore(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreDeletedAnswer: ...
    delete_vector_store = deleteVectorStore

    @overload
    def listVectorStoreFiles(
        self,
        *,
        vector_store_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> VectorStoreFileListAnswer:
        """List the files of a vector store

        GET /vector_stores/{vector_store_id}/files

        Shows what a vector store holds and how far the indexing of each file has come. With `filter` set to `failed`
        you see what needs another try.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            filter: Only files whose indexing stands at this point.
        """
    @overload
    def listVectorStoreFiles(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreFileListAnswer: ...
    list_vector_store_files = listVectorStoreFiles

    @overload
    def createVectorStoreFile(
        self,
        *,
        vector_store_id: str,
        file_id: str,
        chunking_strategy: ChunkingStrategy | Mapping[str, Any] = ...,
        attributes: FileAttributes = ...,
    ) -> VectorStoreFileAnswer:
        """Add a file to a vector store

        POST /vector_stores/{vector_store_id}/files

        Puts one uploaded file into a vector store and starts to index it. Poll `getVectorStoreFile` until it is done.
        For more than a few files, `createVectorStoreFileBatch` is kinder to the rate limit.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_id: The uploaded file, see `createFile`.
            chunking_strategy: How to cut files into the chunks that a search finds. The default is `auto`.
            attributes: Facts about the file by which a search can filter, up to 16. A key has at most 64 characters;
                a value is a text of at most 512, a number or a boolean.
        """
    @overload
    def createVectorStoreFile(
        self,
        *,
        vector_store_id: str,
        body: CreateVectorStoreFileRequest | Mapping[str, Any],
    ) -> VectorStoreFileAnswer: ...
    @overload
    def createVectorStoreFile(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateVectorStoreFileRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> VectorStoreFileAnswer: ...
    create_vector_store_file = createVectorStoreFile

    @overload
    def getVectorStoreFile(self, *, vector_store_id: str, file_id: str) -> VectorStoreFileAnswer:
        """Get a file of a vector store

        GET /vector_stores/{vector_store_id}/files/{file_id}

        Tells how the indexing of one file went, and if it failed, why. The file itself is read with `retrieveFile`
        and `downloadFile`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_id: Which file is meant. It has the same id here as among your uploaded files.
        """
    @overload
    def getVectorStoreFile(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreFileAnswer: ...
    get_vector_store_file = getVectorStoreFile

    @overload
    def deleteVectorStoreFile(self, *, vector_store_id: str, file_id: str) -> VectorStoreFileDeletedAnswer:
        """Remove a file from a vector store

        DELETE /vector_stores/{vector_store_id}/files/{file_id}

        Takes one file out of the index, so that searches no longer find it. The uploaded file itself is kept; call
        `deleteFile` to be rid of that too.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_id: Which file is meant. It has the same id here as among your uploaded files.
        """
    @overload
    def deleteVectorStoreFile(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreFileDeletedAnswer: ...
    delete_vector_store_file = deleteVectorStoreFile

    @overload
    def createVectorStoreFileBatch(
        self,
        *,
        vector_store_id: str,
        file_ids: Sequence[str] = ...,
        files: Sequence[CreateVectorStoreFileRequest | Mapping[str, Any]] = ...,
        chunking_strategy: ChunkingStrategy | Mapping[str, Any] = ...,
        attributes: FileAttributes = ...,
    ) -> VectorStoreFileBatchAnswer:
        """Add many files to a vector store

        POST /vector_stores/{vector_store_id}/file_batches

        Puts up to 2000 uploaded files into a vector store with one request. Give `file_ids` when all are treated
        alike, or `files` when each needs attributes or chunking of its own. Indexing runs in the background; poll
        `getVectorStoreFileBatch` to watch it.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_ids: Uploaded files, 2000 at the most, treated alike.
            files: Uploaded files, 2000 at the most, each with its own attributes and chunking.
            chunking_strategy: How to cut all of `file_ids`. Not used for `files`. The default is `auto`.
            attributes: Attributes for all of `file_ids`, as many and as long as for one file. Not used for `files`.
        """
    @overload
    def createVectorStoreFileBatch(
        self,
        *,
        vector_store_id: str,
        body: CreateVectorStoreFileBatchRequest | Mapping[str, Any],
    ) -> VectorStoreFileBatchAnswer: ...
    @overload
    def createVectorStoreFileBatch(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateVectorStoreFileBatchRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> VectorStoreFileBatchAnswer: ...
    create_vector_store_file_batch = createVectorStoreFileBatch

    @overload
    def getVectorStoreFileBatch(self, *, vector_store_id: str, batch_id: str) -> VectorStoreFileBatchAnswer:
        """Get a file batch

        GET /vector_stores/{vector_store_id}/file_batches/{batch_id}

        Tells how far a batch has come: how many of its files are indexed, failed or still waiting. Call it now and
        then until `status` leaves `in_progress`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            batch_id: Which file batch is meant; ids begin with `vsfb_`.
        """
    @overload
    def getVectorStoreFileBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreFileBatchAnswer: ...
    get_vector_store_file_batch = getVectorStoreFileBatch

    @overload
    def cancelVectorStoreFileBatch(self, *, vector_store_id: str, batch_id: str) -> VectorStoreFileBatchAnswer:
        """Cancel a file batch

        POST /vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel

        Stops a batch as soon as it can. Files that were indexed by then stay in the store; the others are marked
        `cancelled`. Takes no body.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            batch_id: Which file batch is meant; ids begin with `vsfb_`.
        """
    @overload
    def cancelVectorStoreFileBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreFileBatchAnswer: ...
    cancel_vector_store_file_batch = cancelVectorStoreFileBatch

    @overload
    def listFilesInVectorStoreBatch(
        self,
        *,
        vector_store_id: str,
        batch_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> VectorStoreFileListAnswer:
        """List the files of a file batch

        GET /vector_stores/{vector_store_id}/file_batches/{batch_id}/files

        Shows how each file of one batch fared. When `getVectorStoreFileBatch` counts failures, ask here with `filter`
        set to `failed` to learn which files and why.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            batch_id: Which file batch is meant; ids begin with `vsfb_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            filter: Only files whose indexing stands at this point.
        """
    @overload
    def listFilesInVectorStoreBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> VectorStoreFileListAnswer: ...
    list_files_in_vector_store_batch = listFilesInVectorStoreBatch

    @overload
    def list_audit_logs(
        self,
        *,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> ListAuditLogsResponseAnswer:
        """List events of the audit log

        GET /organization/audit_logs

        Finds out who changed what in the organization, and when: keys, people, projects, limits, sign-ins. Events
        come newest first. All filters given must hold; each list holds if one of its values fits. Every event carries
        its details in a field named like its `type`.

        Args:
            effective_at: Only events in this span of time. All bounds are seconds since 1970.
            project_ids__: Only events in these projects.
            event_types__: Only events of these types.
            actor_ids__: Only what these did, given as ids of users, of service accounts or of API keys.
            actor_emails__: Only what the users with these e-mail addresses did.
            resource_ids__: Only what was done to these, for example to a project by its id. A ChatGPT connector goes
                by `__`.
            tenant_only: Whether to list the events of the tenant instead. Types such as `role.bound_to_resource` are
                found only this way, and then all types asked for have to be of that kind.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    def list_audit_logs(self, params: Mapping[str, Any], /, **arguments: Any) -> ListAuditLogsResponseAnswer: ...

    @overload
    def list_invites(self, *, limit: int = ..., after: str = ...) -> InviteListResponseAnswer:
        """List invitations

        GET /organization/invites

        Goes through everybody who has been invited, whether they have accepted, are still to answer, or let the
        invitation expire.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    def list_invites(self, params: Mapping[str, Any], /, **arguments: Any) -> InviteListResponseAnswer: ...

    @overload
    def inviteUser(
        self,
        *,
        email: str,
        role: Literal['reader', 'owner'],
        projects: Sequence[InviteProject | Mapping[str, Any]] = ...,
    ) -> InviteAnswer:
        """Invite somebody

        POST /organization/invites

        Sends an e-mail that asks a person to join. They become a member, and join the projects you name, once they
        accept; until then the invitation is `pending` and can be withdrawn.

        Args:
            email: Where to send the invitation.
            role: The role in the organization, which for an `owner` includes its administration.
            projects: The projects to join with the acceptance. Without this field it is the default project; with an
                empty list, none.
        """
    @overload
    def inviteUser(self, *, body: InviteRequest | Mapping[str, Any]) -> InviteAnswer: ...
    @overload
    def inviteUser(
        self,
        params: Mapping[str, Any], /,
        *,
        body: InviteRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> InviteAnswer: ...
    invite_user = inviteUser

    @overload
    def retrieve_invite(self, *, invite_id: str) -> InviteAnswer:
        """Fetch an invitation

        GET /organization/invites/{invite_id}

        Shows one invitation, for instance to see whether it has been accepted yet or has run out, and which projects
        come with it.

        Args:
            invite_id: Id of the invitation.
        """
    @overload
    def retrieve_invite(self, params: Mapping[str, Any], /, **arguments: Any) -> InviteAnswer: ...

    @overload
    def delete_invite(self, *, invite_id: str) -> InviteDeleteResponseAnswer:
        """Withdraw an invitation

        DELETE /organization/invites/{invite_id}

        Makes an invitation void before it is accepted. Afterwards it is too late; remove the new member instead.

        Args:
            invite_id: Id of the invitation.
        """
    @overload
    def delete_invite(self, params: Mapping[str, Any], /, **arguments: Any) -> InviteDeleteResponseAnswer: ...

    @overload
    def list_users(self, *, limit: int = ..., after: str = ..., emails: Sequence[str] = ...) -> UserListResponseAnswer:
        """List the members

        GET /organization/users

        Goes through the members of the organization. Give `emails` to look up some of them directly.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            emails: Only members with these e-mail addresses.
        """
    @overload
    def list_users(self, params: Mapping[str, Any], /, **arguments: Any) -> UserListResponseAnswer: ...

    @overload
    def retrieve_user(self, *, user_id: str) -> UserAnswer:
        """Fetch a member

        GET /organization/users/{user_id}

        Shows one member with their role in the organization and, where known, their projects. Use it when you have
        the id; to search by e-mail address, list the members.

        Args:
            user_id: Id of the user.
        """
    @overload
    def retrieve_user(self, params: Mapping[str, Any], /, **arguments: Any) -> UserAnswer: ...

    @overload
    def modify_user(
        self,
        *,
        user_id: str,
        role: str | None = ...,
        role_id: str | None = ...,
        technical_level: str | None = ...,
        developer_persona: str | None = ...,
    ) -> UserAnswer:
        """Change a member

        POST /organization/users/{user_id}

        Gives a member another role, such as making a reader an owner who may administer the organization. Their roles
        within projects are set there.

        Args:
            user_id: Id of the user.
            role: The new role, `owner` or `reader`.
            role_id: Id of a role of your own making, in place of `role`.
            technical_level: How technical the user is.
            developer_persona: What kind of developer the user is.
        """
    @overload
    def modify_user(self, *, user_id: str, body: UserRoleUpdateRequest | Mapping[str, Any]) -> UserAnswer: ...
    @overload
    def modify_user(
        self,
        params: Mapping[str, Any], /,
        *,
        body: UserRoleUpdateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> UserAnswer: ...

    @overload
    def delete_user(self, *, user_id: str) -> UserDeleteResponseAnswer:
        """Remove a member

        DELETE /organization/users/{user_id}

        Ends a membership at once, and with it the access to every project. To undo it, send a new invitation.

        Args:
            user_id: Id of the user.
        """
    @overload
    def delete_user(self, params: Mapping[str, Any], /, **arguments: Any) -> UserDeleteResponseAnswer: ...

    @overload
    def list_projects(
        self,
        *,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> ProjectListResponseAnswer:
        """List projects

        GET /organization/projects

        Goes through the projects of the organization. Archived ones are left out unless you ask for them.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            include_archived: Whether to list archived projects too.
        """
    @overload
    def list_projects(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectListResponseAnswer: ...

    @overload
    def create_project(
        self,
        *,
        name: str,
        residency: PublicProjectResidency | None = ...,
        external_key_id: str | None = ...,
    ) -> ProjectAnswer:
        """Create a project

        POST /organization/projects

        Opens a project, which keeps its keys, files, limits and costs apart from others. Projects cannot be deleted
        later, only archived. The region of its data can be chosen now and not afterwards.

        Args:
            name: What to call the project. Reports show it.
            residency: Where the data of the project shall stay, if your organization is allowed to choose.
            external_key_id: Id of an encryption key of your own that shall protect the data.
        """
    @overload
    def create_project(self, *, body: ProjectCreateRequest | Mapping[str, Any]) -> ProjectAnswer: ...
    @overload
    def create_project(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectCreateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ProjectAnswer: ...

    @overload
    def retrieve_project(self, *, project_id: str) -> ProjectAnswer:
        """Fetch a project

        GET /organization/projects/{project_id}

        Shows the name and the state of one project. Use it to find out whether a project still works or has been
        archived.

        Args:
            project_id: Id of the project.
        """
    @overload
    def retrieve_project(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectAnswer: ...

    @overload
    def modify_project(
        self,
        *,
        project_id: str,
        name: str | None = ...,
        external_key_id: str | None = ...,
    ) -> ProjectAnswer:
        """Change a project

        POST /organization/projects/{project_id}

        Gives a project another name or encryption key. The default project of an organization is refused.

        Args:
            project_id: Id of the project.
            name: The new name.
            external_key_id: Id of another encryption key of your own.
        """
    @overload
    def modify_project(self, *, project_id: str, body: ProjectUpdateRequest | Mapping[str, Any]) -> ProjectAnswer: ...
    @overload
    def modify_project(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectUpdateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ProjectAnswer: ...

    @overload
    def archive_project(self, *, project_id: str) -> ProjectAnswer:
        """Archive a project

        POST /organization/projects/{project_id}/archive

        Shuts a project down for good. Its keys stop working and nothing in it can be changed any more, but it stays
        listed for your records. It takes no body.

        Args:
            project_id: Id of the project.
        """
    @overload
    def archive_project(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectAnswer: ...

    @overload
    def list_project_users(
        self,
        *,
        project_id: str,
        limit: int = ...,
        after: str = ...,
    ) -> ProjectUserListResponseAnswer:
        """List the members of a project

        GET /organization/projects/{project_id}/users

        Goes through the people who may work in a project, with their roles there. The service accounts have a list of
        their own.

        Args:
            project_id: Id of the project.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    def list_project_users(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectUserListResponseAnswer: ...

    @overload
    def create_project_user(
        self,
        *,
        project_id: str,
        role: str,
        user_id: str | None = ...,
        email: str | None = ...,
    ) -> ProjectUserAnswer:
        """Add a member to a project

        POST /organization/projects/{project_id}/users

        Lets somebody work in a project. They need to be in the organization already; invite them first if they are
        not. Name them by id or by e-mail address.

        Args:
            project_id: Id of the project.
            user_id: Id of the member of the organization.
            email: Their e-mail address, in place of `user_id`.
            role: The role in the project, `owner` or `member`.
        """
    @overload
    def create_project_user(
        self,
        *,
        project_id: str,
        body: ProjectUserCreateRequest | Mapping[str, Any],
    ) -> ProjectUserAnswer: ...
    @overload
    def create_project_user(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectUserCreateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ProjectUserAnswer: ...

    @overload
    def retrieve_project_user(self, *, project_id: str, user_id: str) -> ProjectUserAnswer:
        """Fetch a member of a project

        GET /organization/projects/{project_id}/users/{user_id}

        Shows one member with their role in the project, which may differ from the one in the organization.

        Args:
            project_id: Id of the project.
            user_id: Id of the user.
        """
    @overload
    def retrieve_project_user(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectUserAnswer: ...

    @overload
    def modify_project_user(self, *, project_id: str, user_id: str, role: str | None = ...) -> ProjectUserAnswer:
        """Change the role of a project member

        POST /organization/projects/{project_id}/users/{user_id}

        Makes a member an owner, who may administer the project, or an owner an ordinary member.

        Args:
            project_id: Id of the project.
            user_id: Id of the user.
            role: The new role in the project, `owner` or `member`.
        """
    @overload
    def modify_project_user(
        self,
        *,
        project_id: str,
        user_id: str,
        body: ProjectUserUpdateRequest | Mapping[str, Any],
    ) -> ProjectUserAnswer: ...
    @overload
    def modify_project_user(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectUserUpdateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ProjectUserAnswer: ...

    @overload
    def delete_project_user(self, *, project_id: str, user_id: str) -> ProjectUserDeleteResponseAnswer:
        """Remove a member from a project

        DELETE /organization/projects/{project_id}/users/{user_id}

        Takes away somebody's access to the project; they stay in the organization. An archived project has no
        members, so that the call is refused there.

        Args:
            project_id: Id of the project.
            user_id: Id of the user.
        """
    @overload
    def delete_project_user(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectUserDeleteResponseAnswer: ...

    @overload
    def list_project_service_accounts(
        self,
        *,
        project_id: str,
        limit: int = ...,
        after: str = ...,
    ) -> ProjectServiceAccountListResponseAnswer:
        """List the service accounts of a project

        GET /organization/projects/{project_id}/service_accounts

        Goes through the accounts of a project that belong to programs rather than people. Their keys are in the list
        of API keys.

        Args:
            project_id: Id of the project.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    def list_project_service_accounts(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ProjectServiceAccountListResponseAnswer: ...

    @overload
    def create_project_service_account(
        self,
        *,
        project_id: str,
        name: str,
        create_service_account_only: bool | None = ...,
    ) -> ProjectServiceAccountCreateResponseAnswer:
        """Create a service account

        POST /organization/projects/{project_id}/service_accounts

        Opens an account for a program, so that its access does not hang on a person. The answer holds a new API key
        in full. Store it at once: it is never shown again. An archived project refuses the call.

        Args:
            project_id: Id of the project.
            name: What to call the account.
            create_service_account_only: True opens a bare account, with neither role nor API key.
        """
    @overload
    def create_project_service_account(
        self,
        *,
        project_id: str,
        body: ProjectServiceAccountCreateRequest | Mapping[str, Any],
    ) -> ProjectServiceAccountCreateResponseAnswer: ...
    @overload
    def create_project_service_account(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectServiceAccountCreateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> ProjectServiceAccountCreateResponseAnswer: ...

    @overload
    def retrieve_project_service_account(
        self,
        *,
        project_id: str,
        service_account_id: str,
    ) -> ProjectServiceAccountAnswer:
        """Fetch a service account

        GET /organization/projects/{project_id}/service_accounts/{service_account_id}

        Shows one service account with its role. Its key is not shown here or anywhere else; it came once, when the
        account was created.

        Args:
            project_id: Id of the project.
            service_account_id: Id of the service account.
        """
    @overload
    def retrieve_project_service_account(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ProjectServiceAccountAnswer: ...

    @overload
    def delete_project_service_account(
        self,
        *,
        project_id: str,
        service_account_id: str,
    ) -> ProjectServiceAccountDeleteResponseAnswer:
        """Delete a service account

        DELETE /organization/projects/{project_id}/service_accounts/{service_account_id}

        Closes the account of a program, and with it the key that was made for it. An archived project has none left,
        so that the call is refused there.

        Args:
            project_id: Id of the project.
            service_account_id: Id of the service account.
        """
    @overload
    def delete_project_service_account(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ProjectServiceAccountDeleteResponseAnswer: ...

    @overload
    def list_project_api_keys(
        self,
        *,
        project_id: str,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> ProjectApiKeyListResponseAnswer:
        """List the API keys of a project

        GET /organization/projects/{project_id}/api_keys

        Goes through the keys of a project, with their owners and when each was last used. The keys themselves are
        shortened. Use it to find keys that nobody needs any more.

        Args:
            project_id: Id of the project.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            owner_project_access: Only keys whose owner can (`active`) or cannot (`inactive`) use the project at
                present, or `any` for both. Without it, some keys in use may be missing, depending on who is a member.
        """
    @overload
    def list_project_api_keys(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectApiKeyListResponseAnswer: ...

    @overload
    def retrieve_project_api_key(self, *, project_id: str, api_key_id: str) -> ProjectApiKeyAnswer:
        """Fetch an API key

        GET /organization/projects/{project_id}/api_keys/{api_key_id}

        Shows whose key it is and when it was last used, so that you can tell whether anybody would miss it. The key
        itself is shortened.

        Args:
            project_id: Id of the project.
            api_key_id: Id of the API key, which is not the key itself.
        """
    @overload
    def retrieve_project_api_key(self, params: Mapping[str, Any], /, **arguments: Any) -> ProjectApiKeyAnswer: ...

    @overload
    def delete_project_api_key(self, *, project_id: str, api_key_id: str) -> ProjectApiKeyDeleteResponseAnswer:
        """Delete an API key

        DELETE /organization/projects/{project_id}/api_keys/{api_key_id}

        Makes the key of a member stop working at once. The key of a service account is refused; delete that account
        instead.

        Args:
            project_id: Id of the project.
            api_key_id: Id of the API key, which is not the key itself.
        """
    @overload
    def delete_project_api_key(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> ProjectApiKeyDeleteResponseAnswer: ...

    @overload  # type: ignore[override]  # narrower than what any document has
    def paginate(
        self,
        operation_id: Literal['listModels', 'list_models'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
    ) -> PagesOf[Model, ModelListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFiles', 'list_files'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> PagesOf[File, FileListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listBatches', 'list_batches'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> PagesOf[Batch, BatchListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> PagesOf[FineTuningJob, ListPaginatedFineTuningJobsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], /,
        *,
        fine_tuning_job_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> PagesOf[FineTuningJobCheckpoint, ListFineTuningJobCheckpointsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], /,
        *,
        fine_tuning_job_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> PagesOf[FineTuningJobEvent, ListFineTuningJobEventsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> PagesOf[Assistant, AssistantListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listMessages', 'list_messages'], /,
        *,
        thread_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> PagesOf[Message, MessageListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['getMessage', 'get_message'], /,
        *,
        thread_id: str,
        message_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
    ) -> PagesOf[MessagePart, MessageAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listRuns', 'list_runs'], /,
        *,
        thread_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> PagesOf[Run, RunListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], /,
        *,
        thread_id: str,
        run_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> PagesOf[RunStep, RunStepListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> PagesOf[VectorStore, VectorStoreListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files'], /,
        *,
        vector_store_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> PagesOf[VectorStoreFile, VectorStoreFileListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], /,
        *,
        vector_store_id: str,
        batch_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> PagesOf[VectorStoreFile, VectorStoreFileListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> PagesOf[AuditLog, ListAuditLogsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-invites', 'list_invites'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> PagesOf[Invite, InviteListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-users', 'list_users'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> PagesOf[User, UserListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-projects', 'list_projects'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> PagesOf[Project, ProjectListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], /,
        *,
        project_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> PagesOf[ProjectUser, ProjectUserListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], /,
        *,
        project_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> PagesOf[ProjectServiceAccount, ProjectServiceAccountListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], /,
        *,
        project_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> PagesOf[ProjectApiKey, ProjectApiKeyListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: str, params: Mapping[str, Any], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> PagesOf[Any, Answer[Any]]: ...
    @overload
    def paginate(
        self,
        operation_id: str, params: Mapping[str, Any] = ..., /,
        *,
        rule: PageRuleInput,
        start: Mapping[str, Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> PagesOf[Any, Answer[Any]]: ...

    @overload  # type: ignore[override]  # narrower than what any document has
    def poll(
        self,
        operation_id: Literal['listModels', 'list_models'], /,
        *,
        until: UntilInput[ModelListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ModelListAnswer], Any] | None = ...,
    ) -> ModelListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieveModel', 'retrieve_model'], /,
        *,
        until: UntilInput[ModelAnswer],
        model: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ModelAnswer], Any] | None = ...,
    ) -> ModelAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listFiles', 'list_files'], /,
        *,
        until: UntilInput[FileListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[FileListAnswer], Any] | None = ...,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> FileListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieveFile', 'retrieve_file'], /,
        *,
        until: UntilInput[FileAnswer],
        file_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[FileAnswer], Any] | None = ...,
    ) -> FileAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listBatches', 'list_batches'], /,
        *,
        until: UntilInput[BatchListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[BatchListAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> BatchListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieveBatch', 'retrieve_batch'], /,
        *,
        until: UntilInput[BatchAnswer],
        batch_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[BatchAnswer], Any] | None = ...,
    ) -> BatchAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], /,
        *,
        until: UntilInput[ListPaginatedFineTuningJobsResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ListPaginatedFineTuningJobsResponseAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> ListPaginatedFineTuningJobsResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieveFineTuningJob', 'retrieve_fine_tuning_job'], /,
        *,
        until: UntilInput[FineTuningJobAnswer],
        fine_tuning_job_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[FineTuningJobAnswer], Any] | None = ...,
    ) -> FineTuningJobAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], /,
        *,
        until: UntilInput[ListFineTuningJobCheckpointsResponseAnswer],
        fine_tuning_job_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ListFineTuningJobCheckpointsResponseAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> ListFineTuningJobCheckpointsResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], /,
        *,
        until: UntilInput[ListFineTuningJobEventsResponseAnswer],
        fine_tuning_job_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ListFineTuningJobEventsResponseAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> ListFineTuningJobEventsResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], /,
        *,
        until: UntilInput[AssistantListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AssistantListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AssistantListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getAssistant', 'get_assistant'], /,
        *,
        until: UntilInput[AssistantAnswer],
        assistant_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AssistantAnswer], Any] | None = ...,
    ) -> AssistantAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getThread', 'get_thread'], /,
        *,
        until: UntilInput[ThreadAnswer],
        thread_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ThreadAnswer], Any] | None = ...,
    ) -> ThreadAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listMessages', 'list_messages'], /,
        *,
        until: UntilInput[MessageListAnswer],
        thread_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[MessageListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> MessageListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getMessage', 'get_message'], /,
        *,
        until: UntilInput[MessageAnswer],
        thread_id: str,
        message_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[MessageAnswer], Any] | None = ...,
    ) -> MessageAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listRuns', 'list_runs'], /,
        *,
        until: UntilInput[RunListAnswer],
        thread_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[RunListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> RunListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getRun', 'get_run'], /,
        *,
        until: UntilInput[RunAnswer],
        thread_id: str,
        run_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[RunAnswer], Any] | None = ...,
    ) -> RunAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], /,
        *,
        until: UntilInput[RunStepListAnswer],
        thread_id: str,
        run_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[RunStepListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> RunStepListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getRunStep', 'get_run_step'], /,
        *,
        until: UntilInput[RunStepAnswer],
        thread_id: str,
        run_id: str,
        step_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[RunStepAnswer], Any] | None = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> RunStepAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], /,
        *,
        until: UntilInput[VectorStoreListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[VectorStoreListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> VectorStoreListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getVectorStore', 'get_vector_store'], /,
        *,
        until: UntilInput[VectorStoreAnswer],
        vector_store_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[VectorStoreAnswer], Any] | None = ...,
    ) -> VectorStoreAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files'], /,
        *,
        until: UntilInput[VectorStoreFileListAnswer],
        vector_store_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[VectorStoreFileListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> VectorStoreFileListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getVectorStoreFile', 'get_vector_store_file'], /,
        *,
        until: UntilInput[VectorStoreFileAnswer],
        vector_store_id: str,
        file_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[VectorStoreFileAnswer], Any] | None = ...,
    ) -> VectorStoreFileAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['getVectorStoreFileBatch', 'get_vector_store_file_batch'], /,
        *,
        until: UntilInput[VectorStoreFileBatchAnswer],
        vector_store_id: str,
        batch_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[VectorStoreFileBatchAnswer], Any] | None = ...,
    ) -> VectorStoreFileBatchAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], /,
        *,
        until: UntilInput[VectorStoreFileListAnswer],
        vector_store_id: str,
        batch_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[VectorStoreFileListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> VectorStoreFileListAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], /,
        *,
        until: UntilInput[ListAuditLogsResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ListAuditLogsResponseAnswer], Any] | None = ...,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> ListAuditLogsResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-invites', 'list_invites'], /,
        *,
        until: UntilInput[InviteListResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[InviteListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> InviteListResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieve-invite', 'retrieve_invite'], /,
        *,
        until: UntilInput[InviteAnswer],
        invite_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[InviteAnswer], Any] | None = ...,
    ) -> InviteAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-users', 'list_users'], /,
        *,
        until: UntilInput[UserListResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[UserListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> UserListResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieve-user', 'retrieve_user'], /,
        *,
        until: UntilInput[UserAnswer],
        user_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[UserAnswer], Any] | None = ...,
    ) -> UserAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-projects', 'list_projects'], /,
        *,
        until: UntilInput[ProjectListResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> ProjectListResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieve-project', 'retrieve_project'], /,
        *,
        until: UntilInput[ProjectAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectAnswer], Any] | None = ...,
    ) -> ProjectAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], /,
        *,
        until: UntilInput[ProjectUserListResponseAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectUserListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> ProjectUserListResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieve-project-user', 'retrieve_project_user'], /,
        *,
        until: UntilInput[ProjectUserAnswer],
        project_id: str,
        user_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectUserAnswer], Any] | None = ...,
    ) -> ProjectUserAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], /,
        *,
        until: UntilInput[ProjectServiceAccountListResponseAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectServiceAccountListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> ProjectServiceAccountListResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieve-project-service-account', 'retrieve_project_service_account'], /,
        *,
        until: UntilInput[ProjectServiceAccountAnswer],
        project_id: str,
        service_account_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectServiceAccountAnswer], Any] | None = ...,
    ) -> ProjectServiceAccountAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], /,
        *,
        until: UntilInput[ProjectApiKeyListResponseAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectApiKeyListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> ProjectApiKeyListResponseAnswer: ...
    @overload
    def poll(
        self,
        operation_id: Literal['retrieve-project-api-key', 'retrieve_project_api_key'], /,
        *,
        until: UntilInput[ProjectApiKeyAnswer],
        project_id: str,
        api_key_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[ProjectApiKeyAnswer], Any] | None = ...,
    ) -> ProjectApiKeyAnswer: ...
    @overload
    def poll(
        self,
        answer: Answered, params: Mapping[str, Any] = ..., /,
        *,
        until: UntilInput[Answered],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[Answered], Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> Answered: ...
    @overload
    def poll(
        self,
        operation_id: str | AnyAnswer, params: Mapping[str, Any], /,
        *,
        until: UntilInput[Answer[Any]],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[Answer[Any]], Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> Answer[Any]: ...

    @overload
    def map(
        self,
        operation_id: Literal['listModels', 'list_models'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ModelList, ModelListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieveModel', 'retrieve_model'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Model, ModelAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteModel', 'delete_model'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[DeletionResult, DeletionResultAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createChatCompletion', 'create_chat_completion'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ChatCompletion, ChatCompletionAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createCompletion', 'create_completion'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Completion, CompletionAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createEmbedding', 'create_embedding'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[EmbeddingList, EmbeddingListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createModeration', 'create_moderation'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ModerationResponse, ModerationResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createSpeech', 'create_speech', 'downloadFile', 'download_file'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[bytes, Answer[bytes]]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createTranscription', 'create_transcription'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str, Answer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str]]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createTranslation', 'create_translation'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str, Answer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createImage', 'create_image', 'createImageEdit', 'create_image_edit', 'createImageVariation', 'create_image_variation'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ImagesResponse, ImagesResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listFiles', 'list_files'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[FileList, FileListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createFile', 'create_file', 'retrieveFile', 'retrieve_file'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[File, FileAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteFile', 'delete_file'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[DeleteFileResponse, DeleteFileResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createUpload', 'create_upload', 'cancelUpload', 'cancel_upload', 'completeUpload', 'complete_upload'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Upload, UploadAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['addUploadPart', 'add_upload_part'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[UploadPart, UploadPartAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listBatches', 'list_batches'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[BatchList, BatchListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createBatch', 'create_batch', 'retrieveBatch', 'retrieve_batch', 'cancelBatch', 'cancel_batch'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Batch, BatchAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ListPaginatedFineTuningJobsResponse, ListPaginatedFineTuningJobsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createFineTuningJob', 'create_fine_tuning_job', 'retrieveFineTuningJob', 'retrieve_fine_tuning_job', 'cancelFineTuningJob', 'cancel_fine_tuning_job'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[FineTuningJob, FineTuningJobAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ListFineTuningJobCheckpointsResponse, ListFineTuningJobCheckpointsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ListFineTuningJobEventsResponse, ListFineTuningJobEventsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[AssistantList, AssistantListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createAssistant', 'create_assistant', 'getAssistant', 'get_assistant', 'modifyAssistant', 'modify_assistant'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Assistant, AssistantAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteAssistant', 'delete_assistant'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[AssistantDeleted, AssistantDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createThread', 'create_thread', 'getThread', 'get_thread', 'modifyThread', 'modify_thread'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Thread, ThreadAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteThread', 'delete_thread'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ThreadDeleted, ThreadDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listMessages', 'list_messages'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[MessageList, MessageListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createMessage', 'create_message', 'getMessage', 'get_message', 'modifyMessage', 'modify_message'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Message, MessageAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteMessage', 'delete_message'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[MessageDeleted, MessageDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createThreadAndRun', 'create_thread_and_run', 'createRun', 'create_run', 'getRun', 'get_run', 'modifyRun', 'modify_run', 'cancelRun', 'cancel_run', 'submitToolOuputsToRun', 'submit_tool_ouputs_to_run'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Run, RunAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listRuns', 'list_runs'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[RunList, RunListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[RunStepList, RunStepListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['getRunStep', 'get_run_step'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[RunStep, RunStepAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStoreList, VectorStoreListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createVectorStore', 'create_vector_store', 'getVectorStore', 'get_vector_store', 'modifyVectorStore', 'modify_vector_store'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStore, VectorStoreAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteVectorStore', 'delete_vector_store'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStoreDeleted, VectorStoreDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files', 'listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStoreFileList, VectorStoreFileListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createVectorStoreFile', 'create_vector_store_file', 'getVectorStoreFile', 'get_vector_store_file'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStoreFile, VectorStoreFileAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteVectorStoreFile', 'delete_vector_store_file'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStoreFileDeleted, VectorStoreFileDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createVectorStoreFileBatch', 'create_vector_store_file_batch', 'getVectorStoreFileBatch', 'get_vector_store_file_batch', 'cancelVectorStoreFileBatch', 'cancel_vector_store_file_batch'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[VectorStoreFileBatch, VectorStoreFileBatchAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ListAuditLogsResponse, ListAuditLogsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-invites', 'list_invites'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[InviteListResponse, InviteListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['inviteUser', 'invite_user', 'retrieve-invite', 'retrieve_invite'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Invite, InviteAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-invite', 'delete_invite'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[InviteDeleteResponse, InviteDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-users', 'list_users'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[UserListResponse, UserListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieve-user', 'retrieve_user', 'modify-user', 'modify_user'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[User, UserAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-user', 'delete_user'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[UserDeleteResponse, UserDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-projects', 'list_projects'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectListResponse, ProjectListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['create-project', 'create_project', 'retrieve-project', 'retrieve_project', 'modify-project', 'modify_project', 'archive-project', 'archive_project'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[Project, ProjectAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectUserListResponse, ProjectUserListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['create-project-user', 'create_project_user', 'retrieve-project-user', 'retrieve_project_user', 'modify-project-user', 'modify_project_user'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectUser, ProjectUserAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-project-user', 'delete_project_user'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectUserDeleteResponse, ProjectUserDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectServiceAccountListResponse, ProjectServiceAccountListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['create-project-service-account', 'create_project_service_account'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectServiceAccountCreateResponse, ProjectServiceAccountCreateResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieve-project-service-account', 'retrieve_project_service_account'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectServiceAccount, ProjectServiceAccountAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-project-service-account', 'delete_project_service_account'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectServiceAccountDeleteResponse, ProjectServiceAccountDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectApiKeyListResponse, ProjectApiKeyListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieve-project-api-key', 'retrieve_project_api_key'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectApiKey, ProjectApiKeyAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-project-api-key', 'delete_project_api_key'], rows: RowsInput, /,
        **options: Unpack[MapOptions],
    ) -> JobOf[ProjectApiKeyDeleteResponse, ProjectApiKeyDeleteResponseAnswer]: ...
    @overload
    def map(self, operation_id: str, rows: RowsInput, /, **options: Unpack[MapOptions]) -> JobOf[Any, Answer[Any]]: ...

    @overload  # type: ignore[override]  # narrower than what any document has
    def pull(
        self,
        operation_id: Literal['listModels', 'list_models'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
    ) -> PullOf[Model]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFiles', 'list_files'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> PullOf[File]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listBatches', 'list_batches'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
    ) -> PullOf[Batch]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> PullOf[FineTuningJob]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], /,
        *,
        fine_tuning_job_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
    ) -> PullOf[FineTuningJobCheckpoint]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], /,
        *,
        fine_tuning_job_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
    ) -> PullOf[FineTuningJobEvent]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> PullOf[Assistant]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listMessages', 'list_messages'], /,
        *,
        thread_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> PullOf[Message]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['getMessage', 'get_message'], /,
        *,
        thread_id: str,
        message_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
    ) -> PullOf[MessagePart]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listRuns', 'list_runs'], /,
        *,
        thread_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> PullOf[Run]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], /,
        *,
        thread_id: str,
        run_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> PullOf[RunStep]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> PullOf[VectorStore]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files'], /,
        *,
        vector_store_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> PullOf[VectorStoreFile]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], /,
        *,
        vector_store_id: str,
        batch_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> PullOf[VectorStoreFile]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> PullOf[AuditLog]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-invites', 'list_invites'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
    ) -> PullOf[Invite]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-users', 'list_users'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> PullOf[User]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-projects', 'list_projects'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> PullOf[Project]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], /,
        *,
        project_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
    ) -> PullOf[ProjectUser]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], /,
        *,
        project_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
    ) -> PullOf[ProjectServiceAccount]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], /,
        *,
        project_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> PullOf[ProjectApiKey]: ...
    @overload
    def pull(
        self,
        operation_id: str, params: Mapping[str, Any], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> PullOf[Any]: ...


class AsyncBundledOpenAI(AsyncOpenAI):
    """A client for OpenAI API 1.0.0: every operation is a method to be awaited."""

    async def __aenter__(self) -> Self: ...

    @overload
    async def listModels(self) -> AsyncModelListAnswer:
        """List the models you can use

        GET /models

        Names every model that your key has access to, the public ones as well as those you have fine-tuned. Call it
        to learn which values the `model` field of other operations takes. All models come at once, without pages.
        """
    @overload
    async def listModels(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncModelListAnswer: ...
    list_models = listModels

    @overload
    async def retrieveModel(self, *, model: str) -> AsyncModelAnswer:
        """Look up one model

        GET /models/{model}

        Says who owns a model, when it was made and when it will be switched off. It is also the cheapest way to find
        out whether your key may use the model at all.

        Args:
            model: Name of the model to look up.
        """
    @overload
    async def retrieveModel(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncModelAnswer: ...
    retrieve_model = retrieveModel

    @overload
    async def deleteModel(self, *, model: str) -> AsyncDeletionResultAnswer:
        """Delete a fine-tuned model

        DELETE /models/{model}

        Removes a model that came out of one of your fine-tuning jobs, for good. The public models cannot be deleted,
        and you need the role of an owner in the organization.

        Args:
            model: Name of the fine-tuned model that shall go.
        """
    @overload
    async def deleteModel(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncDeletionResultAnswer: ...
    delete_model = deleteModel

    @overload
    async def createChatCompletion(
        self,
        *,
        model: ChatModel,
        messages: Sequence[RequestMessage | Mapping[str, Any]],
        modalities: Sequence[Literal['text', 'audio']] | None = ...,
        audio: CreateChatCompletionAudio | Mapping[str, Any] | None = ...,
        response_format: ResponseFormat | Mapping[str, Any] = ...,
        prediction: Prediction | Mapping[str, Any] | None = ...,
        n: int | None = ...,
        max_completion_tokens: int | None = ...,
        max_tokens: int | None = ...,
        stop: Stop = ...,
        verbosity: Literal['low', 'medium', 'high'] | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        frequency_penalty: float | None = ...,
        presence_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: bool | None = ...,
        top_logprobs: int | None = ...,
        seed: int | None = ...,
        tools: Sequence[Tool | Mapping[str, Any]] = ...,
        tool_choice: ToolChoice | Mapping[str, Any] = ...,
        parallel_tool_calls: bool = ...,
        web_search_options: WebSearchOptions | Mapping[str, Any] = ...,
        functions: Sequence[CreateChatCompletionFunctionsItem | Mapping[str, Any]] = ...,
        function_call: Literal['none', 'auto'] | CreateChatCompletionFunctionCall2 | Mapping[str, Any] = ...,
        stream: Literal[False] | None = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        store: bool | None = ...,
        metadata: Metadata = ...,
        service_tier: ServiceTier = ...,
        moderation: ModerationOptions | Mapping[str, Any] | None = ...,
        prompt_cache_key: str | None = ...,
        prompt_cache_options: CreateChatCompletionPromptCacheOptions | Mapping[str, Any] = ...,
        prompt_cache_retention: Literal['in_memory', '24h'] | None = ...,
        safety_identifier: str | None = ...,
        user: str = ...,
    ) -> AsyncChatCompletionAnswer:
        """Answer a conversation

        POST /chat/completions

        Sends a conversation to a model and gets its next message. The service remembers nothing, so send the whole
        conversation every time. The model may answer with text or sound, with JSON of a shape you prescribe, or with
        calls to your tools, whose results you send back as `tool` messages. With `stream` the answer arrives as
        server-sent events, one chunk each, and ends with `[DONE]`.

        Args:
            model: Name of the model that answers.
            messages: The conversation so far, oldest message first.
            modalities: In which forms to answer. Sound needs a model that can speak, and `audio`.
            audio: How spoken answers shall sound.
            response_format: The form of the answer, plain text unless you choose otherwise.
            prediction: What the answer will probably be, for instance the file that is being changed. It saves time.
            n: How many answers to write. You pay for each.
            max_completion_tokens: The longest answer, in tokens, counting those spent on thinking.
            max_tokens: The older name of `max_completion_tokens`. Models that think do not take it.
            stop: Up to four texts at which the answer ends; they are left out of it. `o3` and `o4-mini` do not take
                this.
            verbosity: How wordy the answer shall be.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            frequency_penalty: Above 0, words become less likely the more often they have been used. From -2 to 2.
            presence_penalty: Above 0, words that have been used at all become less likely. From -2 to 2.
            logit_bias: Token numbers, each with a nudge from -100 (never) to 100 (always).
            logprobs: Whether to return the log probability of every token.
            top_logprobs: How many of the likeliest tokens to return at each place. Needs `logprobs`.
            seed: A number of your choice. Equal requests with equal seeds mostly get equal answers. Deprecated, and
                nothing takes its place.
            tools: The tools that the model may call.
            tool_choice: Whether, and which, tools have to be called. Without tools `none` holds, with tools `auto`.
            parallel_tool_calls: Whether the model may call several tools at once.
            web_search_options: Lets the model search the web, and says how.
            functions: The older form of `tools`.
            function_call: The older form of `tool_choice`.
            stream: Whether to send the answer piece by piece, as server-sent events.
            stream_options: Details of streaming. Only together with `stream`.
            store: Whether to keep the answer, to look at it later or to train and evaluate models with it.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            service_tier: How quickly and at what price to process the request. `auto` follows the settings of the
                project, `default` is the normal way, `flex` cheap and slow, `fast` and `priority` quick and dear.
            moderation: Have the conversation and the answer checked for harm on the way.
            prompt_cache_key: Requests with the same key find each other's cached beginnings more often.
            prompt_cache_options: How the beginning of the conversation is cached. For `gpt-5.6` and newer models.
            prompt_cache_retention: How long the cache lives at most. Use `prompt_cache_options.ttl` instead.
            safety_identifier: Your own lasting name for the person behind the request, best a hash, which helps to
                trace abuse.
            user: The older form of `safety_identifier` and `prompt_cache_key` in one.
        """
    @overload
    async def createChatCompletion(
        self,
        *,
        model: ChatModel,
        messages: Sequence[RequestMessage | Mapping[str, Any]],
        stream: Literal[True],
        modalities: Sequence[Literal['text', 'audio']] | None = ...,
        audio: CreateChatCompletionAudio | Mapping[str, Any] | None = ...,
        response_format: ResponseFormat | Mapping[str, Any] = ...,
        prediction: Prediction | Mapping[str, Any] | None = ...,
        n: int | None = ...,
        max_completion_tokens: int | None = ...,
        max_tokens: int | None = ...,
        stop: Stop = ...,
        verbosity: Literal['low', 'medium', 'high'] | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        frequency_penalty: float | None = ...,
        presence_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: bool | None = ...,
        top_logprobs: int | None = ...,
        seed: int | None = ...,
        tools: Sequence[Tool | Mapping[str, Any]] = ...,
        tool_choice: ToolChoice | Mapping[str, Any] = ...,
        parallel_tool_calls: bool = ...,
        web_search_options: WebSearchOptions | Mapping[str, Any] = ...,
        functions: Sequence[CreateChatCompletionFunctionsItem | Mapping[str, Any]] = ...,
        function_call: Literal['none', 'auto'] | CreateChatCompletionFunctionCall2 | Mapping[str, Any] = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        store: bool | None = ...,
        metadata: Metadata = ...,
        service_tier: ServiceTier = ...,
        moderation: ModerationOptions | Mapping[str, Any] | None = ...,
        prompt_cache_key: str | None = ...,
        prompt_cache_options: CreateChatCompletionPromptCacheOptions | Mapping[str, Any] = ...,
        prompt_cache_retention: Literal['in_memory', '24h'] | None = ...,
        safety_identifier: str | None = ...,
        user: str = ...,
    ) -> AsyncEventStream[ChatChunk]: ...
    @overload
    async def createChatCompletion(
        self,
        *,
        model: ChatModel,
        messages: Sequence[RequestMessage | Mapping[str, Any]],
        stream: bool | None,
        modalities: Sequence[Literal['text', 'audio']] | None = ...,
        audio: CreateChatCompletionAudio | Mapping[str, Any] | None = ...,
        response_format: ResponseFormat | Mapping[str, Any] = ...,
        prediction: Prediction | Mapping[str, Any] | None = ...,
        n: int | None = ...,
        max_completion_tokens: int | None = ...,
        max_tokens: int | None = ...,
        stop: Stop = ...,
        verbosity: Literal['low', 'medium', 'high'] | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        frequency_penalty: float | None = ...,
        presence_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: bool | None = ...,
        top_logprobs: int | None = ...,
        seed: int | None = ...,
        tools: Sequence[Tool | Mapping[str, Any]] = ...,
        tool_choice: ToolChoice | Mapping[str, Any] = ...,
        parallel_tool_calls: bool = ...,
        web_search_options: WebSearchOptions | Mapping[str, Any] = ...,
        functions: Sequence[CreateChatCompletionFunctionsItem | Mapping[str, Any]] = ...,
        function_call: Literal['none', 'auto'] | CreateChatCompletionFunctionCall2 | Mapping[str, Any] = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        store: bool | None = ...,
        metadata: Metadata = ...,
        service_tier: ServiceTier = ...,
        moderation: ModerationOptions | Mapping[str, Any] | None = ...,
        prompt_cache_key: str | None = ...,
        prompt_cache_options: CreateChatCompletionPromptCacheOptions | Mapping[str, Any] = ...,
        prompt_cache_retention: Literal['in_memory', '24h'] | None = ...,
        safety_identifier: str | None = ...,
        user: str = ...,
    ) -> AsyncChatCompletionAnswer | AsyncEventStream[ChatChunk]: ...
    @overload
    async def createChatCompletion(
        self,
        *,
        body: ChatRequest | Mapping[str, Any],
    ) -> AsyncChatCompletionAnswer | AsyncEventStream[ChatChunk]: ...
    @overload
    async def createChatCompletion(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ChatRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncChatCompletionAnswer | AsyncEventStream[ChatChunk]: ...
    create_chat_completion = createChatCompletion

    @overload
    async def createCompletion(
        self,
        *,
        model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = ...,
        best_of: int | None = ...,
        echo: bool | None = ...,
        frequency_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: int | None = ...,
        max_tokens: int | None = ...,
        n: int | None = ...,
        presence_penalty: float | None = ...,
        seed: int | None = ...,
        stop: Stop = ...,
        stream: Literal[False] | None = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        user: str = ...,
    ) -> AsyncCompletionAnswer:
        """Continue a text

        POST /completions

        Lets one of the few older models that know no conversation, such as `gpt-3.5-turbo-instruct`, carry on from
        your text. It stays for existing programs; start new ones with chat completions. With `stream` the answer
        comes as server-sent events, each a piece of the same shape, and ends with `[DONE]`.

        Args:
            model: Name of a model that can continue texts.
            prompt: What to continue, as text or as token numbers. Null starts from a blank page.
            best_of: How many candidates to write, of which the `n` likeliest are returned; at least as many as `n`.
                You pay for all of them, and they cannot be streamed.
            echo: Whether to repeat the prompt before its continuation.
            frequency_penalty: Above 0, words become less likely the more often they have been used. From -2 to 2.
            logit_bias: Token numbers, each with a nudge from -100 (never) to 100 (always).
            logprobs: For how many of the likeliest tokens at each place to return the log probability.
            max_tokens: The longest continuation, in tokens. Together with the prompt it has to fit the model.
            n: How many continuations to return for each prompt.
            presence_penalty: Above 0, words that have been used at all become less likely. From -2 to 2.
            seed: A number of your choice. Equal requests with equal seeds mostly get equal answers.
            stop: Up to four texts at which the answer ends; they are left out of it. `o3` and `o4-mini` do not take
                this.
            stream: Whether to send the answer piece by piece, as server-sent events.
            stream_options: Details of streaming. Only together with `stream`.
            suffix: What comes after the gap, to have text inserted. Known to `gpt-3.5-turbo-instruct` alone.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            user: Your own name for the person behind the request, which helps to trace abuse.
        """
    @overload
    async def createCompletion(
        self,
        *,
        model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
        stream: Literal[True],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = ...,
        best_of: int | None = ...,
        echo: bool | None = ...,
        frequency_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: int | None = ...,
        max_tokens: int | None = ...,
        n: int | None = ...,
        presence_penalty: float | None = ...,
        seed: int | None = ...,
        stop: Stop = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        user: str = ...,
    ) -> AsyncEventStream[CompletionChunk]: ...
    @overload
    async def createCompletion(
        self,
        *,
        model: str | Literal['gpt-3.5-turbo-instruct', 'davinci-002', 'babbage-002'],
        stream: bool | None,
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None = ...,
        best_of: int | None = ...,
        echo: bool | None = ...,
        frequency_penalty: float | None = ...,
        logit_bias: LogitBias = ...,
        logprobs: int | None = ...,
        max_tokens: int | None = ...,
        n: int | None = ...,
        presence_penalty: float | None = ...,
        seed: int | None = ...,
        stop: Stop = ...,
        stream_options: StreamOptions | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        user: str = ...,
    ) -> AsyncCompletionAnswer | AsyncEventStream[CompletionChunk]: ...
    @overload
    async def createCompletion(
        self,
        *,
        body: CompletionRequest | Mapping[str, Any],
    ) -> AsyncCompletionAnswer | AsyncEventStream[CompletionChunk]: ...
    @overload
    async def createCompletion(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CompletionRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncCompletionAnswer | AsyncEventStream[CompletionChunk]: ...
    create_completion = createCompletion

    @overload
    async def createEmbedding(
        self,
        *,
        model: str | Literal['text-embedding-ada-002', 'text-embedding-3-small', 'text-embedding-3-large'],
        input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        encoding_format: Literal['float', 'base64'] = ...,
        dimensions: int = ...,
        user: str = ...,
    ) -> AsyncEmbeddingListAnswer:
        """Turn text into vectors

        POST /embeddings

        Computes one vector for each text you send, so that texts of similar meaning lie close together. Use it to
        build search, clustering or recommendations. Sending many texts in one request is faster than one by one;
        `index` in the answer tells which vector belongs to which text.

        Args:
            model: Name of an embedding model.
            input: What to embed, as text or as tokens you have counted yourself. No text may be empty or longer than
                8192 tokens, and one request may carry 300,000 tokens in all.
            encoding_format: Whether vectors come as lists of numbers or, more compactly, as `base64` of 32-bit
                floats.
            dimensions: Length of the vectors. The `text-embedding-3` family and newer models can shorten theirs.
            user: Your own name for the person behind the request, which helps to trace abuse.
        """
    @overload
    async def createEmbedding(self, *, body: EmbeddingRequest | Mapping[str, Any]) -> AsyncEmbeddingListAnswer: ...
    @overload
    async def createEmbedding(
        self,
        params: Mapping[str, Any], /,
        *,
        body: EmbeddingRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncEmbeddingListAnswer: ...
    create_embedding = createEmbedding

    @overload
    async def createModeration(
        self,
        *,
        input: str | Sequence[str] | Sequence[ModerationText | ModerationImage | Mapping[str, Any]],
        model: str | Literal['omni-moderation-latest', 'omni-moderation-2024-09-26', 'text-moderation-latest', 'text-moderation-stable'] = ...,
    ) -> AsyncModerationResponseAnswer:
        """Check content for harm

        POST /moderations

        Judges text and pictures against thirteen categories of harm, such as hate or violence. Use it before showing
        what people or models have written. It is free of charge. Each input gets one result with a verdict, a score
        per category, and an overall `flagged`.

        Args:
            input: The content to check. Only the `omni` models look at pictures.
            model: Name of a moderation model.
        """
    @overload
    async def createModeration(self, *, body: ModerationRequest | Mapping[str, Any]) -> AsyncModerationResponseAnswer: ...
    @overload
    async def createModeration(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModerationRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncModerationResponseAnswer: ...
    create_moderation = createModeration

    @overload
    async def createSpeech(
        self,
        *,
        model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'],
        input: str,
        voice: Voice | Mapping[str, Any],
        instructions: str = ...,
        response_format: Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] = ...,
        speed: float = ...,
        stream_format: Literal['audio'] = ...,
    ) -> AsyncAnswer[bytes]:
        """Speak a text aloud

        POST /audio/speech

        Reads up to 4096 characters aloud in a voice of your choice. The answer is the sound itself, as a file in the
        `response_format` you ask for, so write the body to disk or play it as it arrives. With `stream_format: sse`
        the sound comes in base64 pieces inside server-sent events instead, and the last event counts the tokens.

        Args:
            model: The speech model, one of those listed or a newer one.
            input: What is to be spoken. Split anything longer than 4096 characters over several calls.
            instructions: How to speak: mood, pace, accent, role. The models `tts-1` and `tts-1-hd` pay no heed to it.
            voice: Who speaks, given as the name of a built-in voice or as the id of a custom one.
            response_format: The file format of the sound. Take `pcm` or `wav` for the shortest wait, `opus` for
                calls.
            speed: How fast to speak, from a quarter of the normal pace to four times it.
            stream_format: How the sound is delivered: the plain file (`audio`), or base64 pieces in server-sent
                events (`sse`), which `tts-1` and `tts-1-hd` cannot do.
        """
    @overload
    async def createSpeech(
        self,
        *,
        model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'],
        input: str,
        voice: Voice | Mapping[str, Any],
        stream_format: Literal['sse'],
        instructions: str = ...,
        response_format: Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] = ...,
        speed: float = ...,
    ) -> AsyncEventStream[CreateSpeechResponseStreamEvent]: ...
    @overload
    async def createSpeech(
        self,
        *,
        model: str | Literal['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'],
        input: str,
        voice: Voice | Mapping[str, Any],
        stream_format: Literal['sse', 'audio'],
        instructions: str = ...,
        response_format: Literal['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] = ...,
        speed: float = ...,
    ) -> AsyncAnswer[bytes] | AsyncEventStream[CreateSpeechResponseStreamEvent]: ...
    @overload
    async def createSpeech(
        self,
        *,
        body: CreateSpeechRequest | Mapping[str, Any],
    ) -> AsyncAnswer[bytes] | AsyncEventStream[CreateSpeechResponseStreamEvent]: ...
    @overload
    async def createSpeech(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateSpeechRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncAnswer[bytes] | AsyncEventStream[CreateSpeechResponseStreamEvent]: ...
    create_speech = createSpeech

    @overload
    async def createTranscription(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
        language: str = ...,
        languages: Sequence[str] = ...,
        languages__: Languages = ...,
        keywords: Sequence[str] = ...,
        keywords__: Keywords = ...,
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] = ...,
        temperature: float = ...,
        include: Sequence[Literal['logprobs']] = ...,
        include__: Include = ...,
        timestamp_granularities: Sequence[Literal['word', 'segment']] = ...,
        timestamp_granularities__: TimestampGranularities = ...,
        stream: Literal[False] | None = ...,
        chunking_strategy: Literal['auto'] | VadConfig | Mapping[str, Any] | None = ...,
        known_speaker_names: Sequence[str] = ...,
        known_speaker_names__: KnownSpeakerNames = ...,
        known_speaker_references: Sequence[str] = ...,
        known_speaker_references__: KnownSpeakerReferences = ...,
    ) -> AsyncAnswer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str]:
        """Write down a recording

        POST /audio/transcriptions

        Turns speech into text in the language that was spoken. Upload one recording and choose how much detail you
        need: the bare text, subtitles (`srt`, `vtt`), timed segments and words (`verbose_json`, `whisper-1` only), or
        who said what (`diarized_json`). The formats `text`, `srt` and `vtt` are answered as plain text. With `stream:
        true` the text arrives in events while the recording is still being worked on.

        Args:
            file: The recording itself: wav, flac, ogg, webm, or a kind of mpeg (mp3, mp4, m4a, mpga, mpeg). Its file
                name should have the right ending, by which the service knows the format.
            model: The listening model. `gpt-4o-transcribe-diarize` tells speakers apart, `whisper-1` gives times for
                words, the others are the most accurate.
            language: The spoken language as an ISO 639-1 code such as `pt`. Knowing it saves time and mistakes.
            languages: The languages that may occur, as ISO 639-1 codes, if there are several. For `gpt-transcribe`.
            languages__: The languages that may occur, as ISO 639-1 codes, if there are several. For `gpt-transcribe`.
            keywords: Names and terms that are likely to be heard, to get their spelling right. For `gpt-transcribe`.
            keywords__: Names and terms that are likely to be heard, to get their spelling right. For
                `gpt-transcribe`.
            prompt: Text that sets spelling and style, for example the end of the previous part. Write it in the
                language of the recording. `gpt-4o-transcribe-diarize` takes none.
            response_format: What the answer looks like. `verbose_json`, `srt` and `vtt` need `whisper-1`, and
                `diarized_json` needs `gpt-4o-transcribe-diarize`; the other models answer in `json`.
            temperature: How freely the model guesses, from 0 to 1. At 0 it starts strictly and loosens up by itself
                where it is unsure.
            include: More to put into a `json` answer: `logprobs` tells how sure the model was of each token. Not for
                `whisper-1` and not for `gpt-4o-transcribe-diarize`.
            include__: More to put into a `json` answer: `logprobs` tells how sure the model was of each token. Not
                for `whisper-1` and not for `gpt-4o-transcribe-diarize`.
            timestamp_granularities: Which times a `verbose_json` answer holds, those of words, of segments or of
                both. Times for words take a little longer.
            timestamp_granularities__: Which times a `verbose_json` answer holds, those of words, of segments or of
                both. Times for words take a little longer.
            stream: Whether to send the text in events while it is being recognised. `whisper-1` disregards it.
            chunking_strategy: How a long recording is cut: `auto`, or settings of your own for finding the pauses.
                Without it the recording stays whole, which `gpt-4o-transcribe-diarize` allows only up to 30 seconds.
            known_speaker_names: What to call the speakers you know, at most four, each matching one reference
                recording.
            known_speaker_names__: What to call the speakers you know, at most four, each matching one reference
                recording.
            known_speaker_references: The voices of the speakers you name, in the same order. Each is a `data:` URL
                with 2 to 10 seconds of sound.
            known_speaker_references__: The voices of the speakers you name, in the same order. Each is a `data:` URL
                with 2 to 10 seconds of sound.
        """
    @overload
    async def createTranscription(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
        stream: Literal[True],
        language: str = ...,
        languages: Sequence[str] = ...,
        languages__: Languages = ...,
        keywords: Sequence[str] = ...,
        keywords__: Keywords = ...,
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] = ...,
        temperature: float = ...,
        include: Sequence[Literal['logprobs']] = ...,
        include__: Include = ...,
        timestamp_granularities: Sequence[Literal['word', 'segment']] = ...,
        timestamp_granularities__: TimestampGranularities = ...,
        chunking_strategy: Literal['auto'] | VadConfig | Mapping[str, Any] | None = ...,
        known_speaker_names: Sequence[str] = ...,
        known_speaker_names__: KnownSpeakerNames = ...,
        known_speaker_references: Sequence[str] = ...,
        known_speaker_references__: KnownSpeakerReferences = ...,
    ) -> AsyncEventStream[CreateTranscriptionResponseStreamEvent]: ...
    @overload
    async def createTranscription(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-4o-mini-transcribe', 'gpt-4o-mini-transcribe-2025-12-15', 'gpt-4o-transcribe-diarize'],
        stream: bool | None,
        language: str = ...,
        languages: Sequence[str] = ...,
        languages__: Languages = ...,
        keywords: Sequence[str] = ...,
        keywords__: Keywords = ...,
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt', 'diarized_json'] = ...,
        temperature: float = ...,
        include: Sequence[Literal['logprobs']] = ...,
        include__: Include = ...,
        timestamp_granularities: Sequence[Literal['word', 'segment']] = ...,
        timestamp_granularities__: TimestampGranularities = ...,
        chunking_strategy: Literal['auto'] | VadConfig | Mapping[str, Any] | None = ...,
        known_speaker_names: Sequence[str] = ...,
        known_speaker_names__: KnownSpeakerNames = ...,
        known_speaker_references: Sequence[str] = ...,
        known_speaker_references__: KnownSpeakerReferences = ...,
    ) -> AsyncAnswer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str] | AsyncEventStream[CreateTranscriptionResponseStreamEvent]: ...
    @overload
    async def createTranscription(
        self,
        *,
        body: CreateTranscriptionRequest | Mapping[str, Any],
    ) -> AsyncAnswer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str] | AsyncEventStream[CreateTranscriptionResponseStreamEvent]: ...
    @overload
    async def createTranscription(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateTranscriptionRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncAnswer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str] | AsyncEventStream[CreateTranscriptionResponseStreamEvent]: ...
    create_transcription = createTranscription

    @overload
    async def createTranslation(
        self,
        *,
        file: FileInput,
        model: str | Literal['whisper-1'],
        prompt: str = ...,
        response_format: Literal['json', 'text', 'srt', 'verbose_json', 'vtt'] = ...,
        temperature: float = ...,
    ) -> AsyncAnswer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]:
        """Write down a recording in English

        POST /audio/translations

        Listens to speech in any language the model knows and answers with its meaning in English text. Use it when
        you do not need the original wording; otherwise transcribe. The formats `text`, `srt` and `vtt` are answered
        as plain text rather than JSON.

        Args:
            file: The recording itself: wav, flac, ogg, webm, or a kind of mpeg (mp3, mp4, m4a, mpga, mpeg). Its file
                name should have the right ending, by which the service knows the format.
            model: The listening model. So far only `whisper-1` translates.
            prompt: English text that sets spelling and style, for example the end of the previous part.
            response_format: What the answer looks like, JSON with or without details, plain text, or subtitles.
            temperature: How freely the model guesses, from 0 to 1. At 0 it starts strictly and loosens up by itself
                where it is unsure.
        """
    @overload
    async def createTranslation(
        self,
        *,
        body: CreateTranslationRequest | Mapping[str, Any],
    ) -> AsyncAnswer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]: ...
    @overload
    async def createTranslation(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateTranslationRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncAnswer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]: ...
    create_translation = createTranslation

    @overload
    async def createImage(
        self,
        *,
        prompt: str,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None = ...,
        n: int | None = ...,
        quality: Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        stream: Literal[False] | None = ...,
        partial_images: int | None = ...,
        size: str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None = ...,
        moderation: ImageModeration = ...,
        background: ImageBackground = ...,
        style: Literal['vivid', 'natural'] | None = ...,
        user: str = ...,
    ) -> AsyncImagesResponseAnswer:
        """Draw pictures from a description

        POST /images/generations

        Draws one or several new pictures of what you describe. The answer holds each picture in base64, or a link to
        it where a `dall-e` model is used and links are wanted. It takes from seconds to about two minutes; with
        `stream: true` a GPT image model sends unfinished versions as events in the meantime.

        Args:
            prompt: What shall be seen. GPT image models read up to 32000 characters, `dall-e-3` 4000 and `dall-e-2`
                1000.
            model: The drawing model. A setting that only GPT image models have picks one of these by itself.
            n: How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time.
            quality: How much work goes into the picture. `low`, `medium` and `high` are for GPT image models, `hd` is
                for `dall-e-3` and `standard` for both `dall-e` models.
            response_format: Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models
                always send base64 and refuse this field.
            output_format: The file format of the picture. GPT image models only.
            output_compression: How well to keep a jpeg or webp picture, from 0 (smallest) to 100 (best). GPT image
                models only.
            stream: Whether to receive the picture as events, unfinished versions first. GPT image models only.
            partial_images: How many unfinished versions to send while streaming, from 0 to 3. Fewer come if the
                picture is ready sooner.
            size: Width and height in pixels, or `auto` to let the model decide.
            moderation: How strictly to filter harmful content; `low` lets more pass. GPT image models only.
            background: Whether there is something behind the subject. `transparent` needs png or webp as the output
                format. GPT image models only.
            style: Dramatic and glossy (`vivid`), or plain and lifelike (`natural`). For `dall-e-3` only.
            user: A stable, anonymous id of the person you act for. It helps to trace abuse.
        """
    @overload
    async def createImage(
        self,
        *,
        prompt: str,
        stream: Literal[True],
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None = ...,
        n: int | None = ...,
        quality: Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        partial_images: int | None = ...,
        size: str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None = ...,
        moderation: ImageModeration = ...,
        background: ImageBackground = ...,
        style: Literal['vivid', 'natural'] | None = ...,
        user: str = ...,
    ) -> AsyncEventStream[ImageGenStreamEvent]: ...
    @overload
    async def createImage(
        self,
        *,
        prompt: str,
        stream: bool | None,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'dall-e-3', 'gpt-image-1', 'gpt-image-1-mini'] | None = ...,
        n: int | None = ...,
        quality: Literal['standard', 'hd', 'low', 'medium', 'high', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        partial_images: int | None = ...,
        size: str | Literal['auto', '1024x1024', '1536x1024', '1024x1536', '256x256', '512x512', '1792x1024', '1024x1792'] | None = ...,
        moderation: ImageModeration = ...,
        background: ImageBackground = ...,
        style: Literal['vivid', 'natural'] | None = ...,
        user: str = ...,
    ) -> AsyncImagesResponseAnswer | AsyncEventStream[ImageGenStreamEvent]: ...
    @overload
    async def createImage(
        self,
        *,
        body: CreateImageRequest | Mapping[str, Any],
    ) -> AsyncImagesResponseAnswer | AsyncEventStream[ImageGenStreamEvent]: ...
    @overload
    async def createImage(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateImageRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncImagesResponseAnswer | AsyncEventStream[ImageGenStreamEvent]: ...
    create_image = createImage

    @overload
    async def createImageEdit(
        self,
        *,
        prompt: str,
        image: ImageUpload = ...,
        image__: ImageUploads = ...,
        mask: FileInput = ...,
        background: ImageBackground = ...,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None = ...,
        n: int | None = ...,
        size: str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        user: str = ...,
        input_fidelity: InputFidelity = ...,
        stream: Literal[False] | None = ...,
        partial_images: int | None = ...,
        quality: Literal['standard', 'low', 'medium', 'high', 'auto'] | None = ...,
        images: Sequence[ImageRefParam | Mapping[str, Any]] = ...,
        moderation: ImageModeration = ...,
    ) -> AsyncImagesResponseAnswer:
        """Change or extend given pictures

        POST /images/edits

        Draws a new picture from up to 16 given ones and a description of the result. A mask limits the change to one
        part. Upload the pictures as a form, or refer to them in JSON by link or file id, which only GPT image models
        understand. The answer is the same as for a newly drawn picture, including the events of `stream: true`.

        Args:
            image: The picture to change: for GPT image models png, webp or jpg under 50 MB, for `dall-e-2` a square
                png under 4 MB. Use `image[]` to send several.
            image__: Up to 16 pictures to change or combine. GPT image models only; a mask counts for the first.
            prompt: What the result shall look like, in up to 32000 characters (`dall-e-2` reads 1000).
            mask: A png under 4 MB, as large as the picture itself. Where it is fully transparent, the picture may
                change.
            background: Whether there is something behind the subject. `transparent` needs png or webp as the output
                format. GPT image models only.
            model: The drawing model, `dall-e-2` or a GPT image model.
            n: How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time.
            size: Width and height in pixels, or `auto` where the model allows it. `dall-e-2` draws squares of 256,
                512 or 1024 pixels, `gpt-image-2` any size whose sides are multiples of 16.
            response_format: Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models
                always send base64 and refuse this field.
            output_format: The file format of the picture. GPT image models only.
            output_compression: How well to keep a jpeg or webp picture, from 0 (smallest) to 100 (best). GPT image
                models only.
            user: A stable, anonymous id of the person you act for. It helps to trace abuse.
            input_fidelity: How closely to keep to the given pictures, faces above all. It is `low` unless set;
                `gpt-image-1-mini` knows no other.
            stream: Whether to receive the picture as events, unfinished versions first. GPT image models only.
            partial_images: How many unfinished versions to send while streaming, from 0 to 3. Fewer come if the
                picture is ready sooner.
            quality: How much work goes into it. `standard` is for `dall-e-2`, the others are for GPT image models.
            images: The pictures to change or combine, at most 16.
            moderation: How strictly to filter harmful content; `low` lets more pass. GPT image models only.
        """
    @overload
    async def createImageEdit(
        self,
        *,
        prompt: str,
        stream: Literal[True],
        image: ImageUpload = ...,
        image__: ImageUploads = ...,
        mask: FileInput = ...,
        background: ImageBackground = ...,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None = ...,
        n: int | None = ...,
        size: str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        user: str = ...,
        input_fidelity: InputFidelity = ...,
        partial_images: int | None = ...,
        quality: Literal['standard', 'low', 'medium', 'high', 'auto'] | None = ...,
        images: Sequence[ImageRefParam | Mapping[str, Any]] = ...,
        moderation: ImageModeration = ...,
    ) -> AsyncEventStream[ImageEditStreamEvent]: ...
    @overload
    async def createImageEdit(
        self,
        *,
        prompt: str,
        stream: bool | None,
        image: ImageUpload = ...,
        image__: ImageUploads = ...,
        mask: FileInput = ...,
        background: ImageBackground = ...,
        model: str | Literal['gpt-image-1.5', 'gpt-image-2', 'gpt-image-2-2026-04-21', 'dall-e-2', 'gpt-image-1', 'gpt-image-1-mini', 'chatgpt-image-latest'] | None = ...,
        n: int | None = ...,
        size: str | Literal['256x256', '512x512', '1024x1024', '1536x1024', '1024x1536', 'auto'] | None = ...,
        response_format: ImageResponseFormat = ...,
        output_format: ImageOutputFormat = ...,
        output_compression: int | None = ...,
        user: str = ...,
        input_fidelity: InputFidelity = ...,
        partial_images: int | None = ...,
        quality: Literal['standard', 'low', 'medium', 'high', 'auto'] | None = ...,
        images: Sequence[ImageRefParam | Mapping[str, Any]] = ...,
        moderation: ImageModeration = ...,
    ) -> AsyncImagesResponseAnswer | AsyncEventStream[ImageEditStreamEvent]: ...
    @overload
    async def createImageEdit(
        self,
        *,
        body: CreateImageEditRequest | Mapping[str, Any] | EditImageBodyJsonParam | Mapping[str, Any],
    ) -> AsyncImagesResponseAnswer | AsyncEventStream[ImageEditStreamEvent]: ...
    @overload
    async def createImageEdit(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateImageEditRequest | Mapping[str, Any] | EditImageBodyJsonParam | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncImagesResponseAnswer | AsyncEventStream[ImageEditStreamEvent]: ...
    create_image_edit = createImageEdit

    @overload
    async def createImageVariation(
        self,
        *,
        image: FileInput,
        model: str | Literal['dall-e-2'] | None = ...,
        n: int | None = ...,
        response_format: ImageResponseFormat = ...,
        size: Literal['256x256', '512x512', '1024x1024'] | None = ...,
        user: str = ...,
    ) -> AsyncImagesResponseAnswer:
        """Make variants of a picture

        POST /images/variations

        Draws pictures that resemble the one you upload, without any words from you. Only `dall-e-2` can do it; with
        other models, edit the picture and say in the prompt what may differ.

        Args:
            image: The picture, a square png under 4 MB.
            model: The drawing model, for which `dall-e-2` is the only choice.
            n: How many pictures to make, from 1 to 10. `dall-e-3` makes only one at a time.
            response_format: Whether a `dall-e` model sends links, good for 60 minutes, or base64. GPT image models
                always send base64 and refuse this field.
            size: Width and height in pixels.
            user: A stable, anonymous id of the person you act for. It helps to trace abuse.
        """
    @overload
    async def createImageVariation(
        self,
        *,
        body: CreateImageVariationRequest | Mapping[str, Any],
    ) -> AsyncImagesResponseAnswer: ...
    @overload
    async def createImageVariation(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateImageVariationRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncImagesResponseAnswer: ...
    create_image_variation = createImageVariation

    @overload
    async def listFiles(
        self,
        *,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> AsyncFileListAnswer:
        """List your files

        GET /files

        Pages through the files of the project, newest first unless you ask otherwise. Give a `purpose` to see, say,
        only the results of batches. Without a `limit` a page holds up to 10,000 files.

        Args:
            purpose: Show only files that serve this purpose, such as `batch_output`.
            limit: How many files one page may hold, from 1 to 10,000.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    async def listFiles(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncFileListAnswer: ...
    list_files = listFiles

    @overload
    async def createFile(
        self,
        *,
        file: FileInput,
        purpose: Literal['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'],
        expires_after: Expiry | Mapping[str, Any] = ...,
    ) -> AsyncFileAnswer:
        """Store a file

        POST /files

        Sends a file of up to 512 MB and tells what it is for; the answer has the id by which batches, fine-tuning
        jobs, assistants and messages refer to it. Batches and fine-tuning want JSON lines. For anything bigger, or
        over a shaky connection, use an upload in parts.

        Args:
            file: The content of the file. Its name goes with the form part.
            purpose: What the file is for.
            expires_after: When a file shall vanish by itself. Without this, batch files do after 30 days and others
                never.
        """
    @overload
    async def createFile(self, *, body: FileUpload | Mapping[str, Any]) -> AsyncFileAnswer: ...
    @overload
    async def createFile(
        self,
        params: Mapping[str, Any], /,
        *,
        body: FileUpload | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncFileAnswer: ...
    create_file = createFile

    @overload
    async def retrieveFile(self, *, file_id: str) -> AsyncFileAnswer:
        """Look up one file

        GET /files/{file_id}

        Gives the name, the size, the purpose and the age of a file, without its content. Use it to check that a file
        is still there before you refer to it.

        Args:
            file_id: Id of the file.
        """
    @overload
    async def retrieveFile(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncFileAnswer: ...
    retrieve_file = retrieveFile

    @overload
    async def deleteFile(self, *, file_id: str) -> AsyncDeleteFileResponseAnswer:
        """Delete a file

        DELETE /files/{file_id}

        Removes a file and its content for good, also from all vector stores that hold it. Jobs that have already read
        the file go on.

        Args:
            file_id: Id of the file.
        """
    @overload
    async def deleteFile(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncDeleteFileResponseAnswer: ...
    delete_file = deleteFile

    @overload
    async def downloadFile(self, *, file_id: str) -> AsyncAnswer[bytes]:
        """Download a file

        GET /files/{file_id}/content

        Returns the bytes of a file just as they were stored. This is how you fetch the results of a batch or what an
        assistant has produced. Files meant for assistants cannot be downloaded again.

        Args:
            file_id: Id of the file.
        """
    @overload
    async def downloadFile(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncAnswer[bytes]: ...
    download_file = downloadFile

    @overload
    async def createUpload(
        self,
        *,
        filename: str,
        purpose: Literal['assistants', 'batch', 'fine-tune', 'vision'],
        bytes: int,
        mime_type: str,
        expires_after: Expiry | Mapping[str, Any] = ...,
    ) -> AsyncUploadAnswer:
        """Begin an upload in parts

        POST /uploads

        Announces a file of up to 8 GB that is going to arrive in parts. Send the parts next, in any order and even
        side by side, and complete the upload within the hour; then the file can be used like any other.

        Args:
            filename: Name that the file shall have.
            purpose: What the file is for; the values mean the same as for files.
            bytes: Size of the whole file, in bytes.
            mime_type: Media type of the file, such as `application/pdf`; it has to suit the purpose.
            expires_after: When a file shall vanish by itself. Without this, batch files do after 30 days and others
                never.
        """
    @overload
    async def createUpload(self, *, body: UploadRequest | Mapping[str, Any]) -> AsyncUploadAnswer: ...
    @overload
    async def createUpload(
        self,
        params: Mapping[str, Any], /,
        *,
        body: UploadRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncUploadAnswer: ...
    create_upload = createUpload

    @overload
    async def cancelUpload(self, *, upload_id: str) -> AsyncUploadAnswer:
        """Cancel an upload

        POST /uploads/{upload_id}/cancel

        Gives up an upload that is not complete yet. No further parts are taken, and those already sent are lost. To
        get rid of the file of a completed upload, delete the file.

        Args:
            upload_id: Id of the upload.
        """
    @overload
    async def cancelUpload(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncUploadAnswer: ...
    cancel_upload = cancelUpload

    @overload
    async def completeUpload(self, *, upload_id: str, part_ids: Sequence[str], md5: str = ...) -> AsyncUploadAnswer:
        """Complete an upload

        POST /uploads/{upload_id}/complete

        Joins the parts in the order you name them and makes the file. Their sizes must add up to what was announced.
        Afterwards nothing can be added.

        Args:
            upload_id: Id of the upload.
            part_ids: Ids of all parts, first to last.
            md5: Checksum of the whole file, to be compared with what has arrived.
        """
    @overload
    async def completeUpload(
        self,
        *,
        upload_id: str,
        body: CompletionOfUpload | Mapping[str, Any],
    ) -> AsyncUploadAnswer: ...
    @overload
    async def completeUpload(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CompletionOfUpload | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncUploadAnswer: ...
    complete_upload = completeUpload

    @overload
    async def addUploadPart(self, *, upload_id: str, data: FileInput) -> AsyncUploadPartAnswer:
        """Send one part

        POST /uploads/{upload_id}/parts

        Adds up to 64 MB to a pending upload. Parts need not come in order, since completing the upload says how they
        follow each other, so keep the id from the answer.

        Args:
            upload_id: Id of the upload.
            data: The bytes of this part.
        """
    @overload
    async def addUploadPart(self, *, upload_id: str, body: PartRequest | Mapping[str, Any]) -> AsyncUploadPartAnswer: ...
    @overload
    async def addUploadPart(
        self,
        params: Mapping[str, Any], /,
        *,
        body: PartRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncUploadPartAnswer: ...
    add_upload_part = addUploadPart

    @overload
    async def listBatches(self, *, after: str = ..., limit: int = ...) -> AsyncBatchListAnswer:
        """List your batches

        GET /batches

        Pages through the batches of the project, newest first, the finished ones included. Use it to find a batch
        whose id you have lost, or to watch several at a time.

        Args:
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            limit: How many items one page may hold, from 1 to 100.
        """
    @overload
    async def listBatches(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncBatchListAnswer: ...
    list_batches = listBatches

    @overload
    async def createBatch(
        self,
        *,
        input_file_id: str,
        endpoint: Literal['/v1/responses', '/v1/chat/completions', '/v1/embeddings', '/v1/completions', '/v1/moderations', '/v1/images/generations', '/v1/images/edits', '/v1/videos'],
        completion_window: Literal['24h'],
        metadata: Metadata = ...,
        output_expires_after: Expiry | Mapping[str, Any] = ...,
    ) -> AsyncBatchAnswer:
        """Start a batch

        POST /batches

        Runs all requests of a file in the background, within 24 hours and at half the price. Store the file first,
        with the purpose `batch`: one JSON object per line with `custom_id`, `method`, `url` and `body`, at most
        50,000 lines and 200 MB. The answers end up in another file, matched by `custom_id`.

        Args:
            input_file_id: The file with the requests.
            endpoint: Where all these requests go. Embeddings are limited to 50,000 inputs over the whole batch.
            completion_window: How long the service may take. There is only the one day.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            output_expires_after: When the files with answers and errors shall vanish, counted from their own making.
        """
    @overload
    async def createBatch(self, *, body: BatchRequest | Mapping[str, Any]) -> AsyncBatchAnswer: ...
    @overload
    async def createBatch(
        self,
        params: Mapping[str, Any], /,
        *,
        body: BatchRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncBatchAnswer: ...
    create_batch = createBatch

    @overload
    async def retrieveBatch(self, *, batch_id: str) -> AsyncBatchAnswer:
        """Look up one batch

        GET /batches/{batch_id}

        Tells how far a batch has come. Ask every few minutes until `status` is `completed`, `failed`, `expired` or
        `cancelled`; then download `output_file_id` for the answers and `error_file_id` for what went wrong.

        Args:
            batch_id: Id of the batch.
        """
    @overload
    async def retrieveBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncBatchAnswer: ...
    retrieve_batch = retrieveBatch

    @overload
    async def cancelBatch(self, *, batch_id: str) -> AsyncBatchAnswer:
        """Cancel a batch

        POST /batches/{batch_id}/cancel

        Stops a batch that is still running. It is `cancelling` for up to ten minutes and `cancelled` then; answers
        that exist by that time are kept, paid for, and put into the output file.

        Args:
            batch_id: Id of the batch.
        """
    @overload
    async def cancelBatch(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncBatchAnswer: ...
    cancel_batch = cancelBatch

    @overload
    async def listPaginatedFineTuningJobs(
        self,
        *,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> AsyncListPaginatedFineTuningJobsResponseAnswer:
        """List fine-tuning jobs

        GET /fine_tuning/jobs

        Goes through the jobs of your project, the newest first. Narrow it down with `metadata` to find jobs by the
        notes you gave them. There is no `last_id`: ask for the next page with the id of the last job you received.

        Args:
            after: Id of the last item of the page before. Leave it out to get the first page.
            limit: How many items one page may hold.
            metadata: Only jobs that carry these notes, each sent as `metadata[key]=value`.
        """
    @overload
    async def listPaginatedFineTuningJobs(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncListPaginatedFineTuningJobsResponseAnswer: ...
    list_paginated_fine_tuning_jobs = listPaginatedFineTuningJobs

    @overload
    async def createFineTuningJob(
        self,
        *,
        model: str | Literal['babbage-002', 'davinci-002', 'gpt-3.5-turbo', 'gpt-4o-mini'],
        training_file: str,
        validation_file: str | None = ...,
        hyperparameters: FineTuneSupervisedHyperparameters | Mapping[str, Any] = ...,
        suffix: str | None = ...,
        integrations: Sequence[FineTuningIntegration | Mapping[str, Any]] | None = ...,
        seed: int | None = ...,
        method: FineTuneMethod | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> AsyncFineTuningJobAnswer:
        """Start a fine-tuning job

        POST /fine_tuning/jobs

        Trains a model on examples you have uploaded as a file with the purpose `fine-tune`. The job is queued at once
        and takes minutes to hours. Follow it by its events, or by fetching it now and then, until its `status` is
        `succeeded`; then `fine_tuned_model` is the name to use in other calls.

        Args:
            model: The model to start from, one of those listed or another that allows fine-tuning.
            training_file: Id of the file with the examples, in JSON lines, uploaded for the purpose `fine-tune`.
            validation_file: Id of a file with other examples of the same kind. They are not learned but measured
                against.
            hyperparameters: Settings of the training. Put them under `method` instead; this place for them is out of
                use.
            suffix: Up to 64 characters that become part of the name of the new model, to recognise it by.
            integrations: Other services that shall receive the measurements.
            seed: The same number makes the same job come out almost the same. One is chosen if you give none.
            method: How to train. `type` names the method; its settings go under the same name and may be left out.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def createFineTuningJob(
        self,
        *,
        body: CreateFineTuningJobRequest | Mapping[str, Any],
    ) -> AsyncFineTuningJobAnswer: ...
    @overload
    async def createFineTuningJob(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateFineTuningJobRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncFineTuningJobAnswer: ...
    create_fine_tuning_job = createFineTuningJob

    @overload
    async def retrieveFineTuningJob(self, *, fine_tuning_job_id: str) -> AsyncFineTuningJobAnswer:
        """Fetch a fine-tuning job

        GET /fine_tuning/jobs/{fine_tuning_job_id}

        Shows how far a job has come and, once it has succeeded, the name of the new model and the files with its
        measurements. If it has failed, `error` says why.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
        """
    @overload
    async def retrieveFineTuningJob(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncFineTuningJobAnswer: ...
    retrieve_fine_tuning_job = retrieveFineTuningJob

    @overload
    async def cancelFineTuningJob(self, *, fine_tuning_job_id: str) -> AsyncFineTuningJobAnswer:
        """Stop a fine-tuning job

        POST /fine_tuning/jobs/{fine_tuning_job_id}/cancel

        Ends a job that is queued or running. Use it when the events show that training goes wrong. Checkpoints made
        so far remain; a job that has already ended is refused.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
        """
    @overload
    async def cancelFineTuningJob(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncFineTuningJobAnswer: ...
    cancel_fine_tuning_job = cancelFineTuningJob

    @overload
    async def listFineTuningJobCheckpoints(
        self,
        *,
        fine_tuning_job_id: str,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncListFineTuningJobCheckpointsResponseAnswer:
        """List the checkpoints of a fine-tuning job

        GET /fine_tuning/jobs/{fine_tuning_job_id}/checkpoints

        Finds the models a job saved at the end of its last epochs. Each can be used like a finished model. Compare
        their metrics, and take an earlier one if the final model has learned its examples by heart.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
            after: Id of the last item of the page before. Leave it out to get the first page.
            limit: How many checkpoints one page may hold.
        """
    @overload
    async def listFineTuningJobCheckpoints(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncListFineTuningJobCheckpointsResponseAnswer: ...
    list_fine_tuning_job_checkpoints = listFineTuningJobCheckpoints

    @overload
    async def listFineTuningEvents(
        self,
        *,
        fine_tuning_job_id: str,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncListFineTuningJobEventsResponseAnswer:
        """List the events of a fine-tuning job

        GET /fine_tuning/jobs/{fine_tuning_job_id}/events

        Reads the log of a job, newest entries first: what it is doing, the loss after each step, and warnings. Ask
        again while the job runs to see its progress.

        Args:
            fine_tuning_job_id: Id of the fine-tuning job.
            after: Id of the last item of the page before. Leave it out to get the first page.
            limit: How many items one page may hold.
        """
    @overload
    async def listFineTuningEvents(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncListFineTuningJobEventsResponseAnswer: ...
    list_fine_tuning_events = listFineTuningEvents

    @overload
    async def listAssistants(
        self,
        *,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncAssistantListAnswer:
        """List assistants

        GET /assistants (deprecated)

        Walks through the assistants of your project, newest first unless `order` says otherwise. Use it to find the
        id of one made earlier; ask for the next page with `after` while `has_more` is true. Deprecated: build on the
        Responses API (`POST /responses`) instead, where the settings travel with each request or in a stored prompt.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    async def listAssistants(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncAssistantListAnswer: ...
    list_assistants = listAssistants

    @overload
    async def createAssistant(
        self,
        *,
        model: AssistantModel,
        name: str | None = ...,
        description: str | None = ...,
        instructions: str | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        tools: Sequence[AssistantTool | Mapping[str, Any]] = ...,
        tool_resources: NewToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncAssistantAnswer:
        """Create an assistant

        POST /assistants (deprecated)

        Stores a model together with instructions, tools and files under one id. Runs then name that id and need not
        repeat the settings; the answer is the stored assistant. Only `model` is needed. Deprecated: build on the
        Responses API (`POST /responses`) instead, which takes the same settings per request.

        Args:
            model: Which model answers; see `listModels`.
            name: A name to recognise it by.
            description: A note on what it is for.
            instructions: Standing orders, given to the model ahead of every conversation.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            tools: What it may call, at most 128 entries.
            tool_resources: Like `ToolResources`, for something about to be created. A vector store can be made on the
                fly.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            response_format: The form that answers must take; null leaves it to the service.
        """
    @overload
    async def createAssistant(self, *, body: CreateAssistantRequest | Mapping[str, Any]) -> AsyncAssistantAnswer: ...
    @overload
    async def createAssistant(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateAssistantRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncAssistantAnswer: ...
    create_assistant = createAssistant

    @overload
    async def getAssistant(self, *, assistant_id: str) -> AsyncAssistantAnswer:
        """Get an assistant

        GET /assistants/{assistant_id} (deprecated)

        Reads the current settings of one assistant. Handy before changing it, or to show what a run will use.
        Deprecated: build on the Responses API (`POST /responses`) instead.

        Args:
            assistant_id: Which assistant is meant; ids begin with `asst_`.
        """
    @overload
    async def getAssistant(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncAssistantAnswer: ...
    get_assistant = getAssistant

    @overload
    async def modifyAssistant(
        self,
        *,
        assistant_id: str,
        model: AssistantModel = ...,
        name: str | None = ...,
        description: str | None = ...,
        instructions: str | None = ...,
        reasoning_effort: ReasoningEffort = ...,
        tools: Sequence[AssistantTool | Mapping[str, Any]] = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncAssistantAnswer:
        """Change an assistant

        POST /assistants/{assistant_id} (deprecated)

        Replaces the settings that you send and keeps the rest. A list that you send, such as `tools`, takes the place
        of the old one as a whole; runs already under way are not affected. Deprecated: build on the Responses API
        (`POST /responses`) instead.

        Args:
            assistant_id: Which assistant is meant; ids begin with `asst_`.
            model: The model to switch to.
            name: A new name.
            description: A new note on what it is for.
            instructions: New standing orders.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            tools: The new tool list, at most 128 entries. It replaces the old one.
            tool_resources: Files and vector stores that the tools may reach, sorted by tool.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            response_format: The form that answers must take from now on.
        """
    @overload
    async def modifyAssistant(
        self,
        *,
        assistant_id: str,
        body: ModifyAssistantRequest | Mapping[str, Any],
    ) -> AsyncAssistantAnswer: ...
    @overload
    async def modifyAssistant(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyAssistantRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncAssistantAnswer: ...
    modify_assistant = modifyAssistant

    @overload
    async def deleteAssistant(self, *, assistant_id: str) -> AsyncAssistantDeletedAnswer:
        """Delete an assistant

        DELETE /assistants/{assistant_id} (deprecated)

        Removes one assistant for good. Threads it took part in, and its files and vector stores, stay where they are.
        Deprecated along with assistants as a whole; use the Responses API (`POST /responses`) instead, where nothing
        of the kind is left to clean up.

        Args:
            assistant_id: Which assistant is meant; ids begin with `asst_`.
        """
    @overload
    async def deleteAssistant(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncAssistantDeletedAnswer: ...
    delete_assistant = deleteAssistant

    @overload
    async def createThread(
        self,
        *,
        messages: Sequence[CreateMessageRequest | Mapping[str, Any]] = ...,
        tool_resources: NewToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> AsyncThreadAnswer:
        """Create a thread

        POST /threads

        Opens a conversation, empty or with first messages in it. Do this once per user or topic, keep the id, then
        add messages with `createMessage` and get answers with `createRun`. The body may be left out. To open a thread
        and start a run in one go, see `createThreadAndRun`.

        Args:
            messages: First messages, oldest first.
            tool_resources: Like `ToolResources`, for something about to be created. A vector store can be made on the
                fly.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def createThread(self, *, body: CreateThreadRequest | Mapping[str, Any]) -> AsyncThreadAnswer: ...
    @overload
    async def createThread(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateThreadRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncThreadAnswer: ...
    create_thread = createThread

    @overload
    async def getThread(self, *, thread_id: str) -> AsyncThreadAnswer:
        """Get a thread

        GET /threads/{thread_id}

        Reads a thread's metadata and tool resources. Use it to see whether a stored id is still good; for what was
        said in the thread, call `listMessages`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
        """
    @overload
    async def getThread(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncThreadAnswer: ...
    get_thread = getThread

    @overload
    async def modifyThread(
        self,
        *,
        thread_id: str,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> AsyncThreadAnswer:
        """Change a thread

        POST /threads/{thread_id}

        Replaces a thread's metadata or the files and vector store that tools may use in it. Messages are not touched
        by this; change those with `modifyMessage`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            tool_resources: Files and vector stores that the tools may reach, sorted by tool.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def modifyThread(self, *, thread_id: str, body: ModifyThreadRequest | Mapping[str, Any]) -> AsyncThreadAnswer: ...
    @overload
    async def modifyThread(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyThreadRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncThreadAnswer: ...
    modify_thread = modifyThread

    @overload
    async def deleteThread(self, *, thread_id: str) -> AsyncThreadDeletedAnswer:
        """Delete a thread

        DELETE /threads/{thread_id}

        Removes a conversation with everything said in it. There is no way back; files that were attached remain in
        your project until you call `deleteFile`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
        """
    @overload
    async def deleteThread(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncThreadDeletedAnswer: ...
    delete_thread = deleteThread

    @overload
    async def listMessages(
        self,
        *,
        thread_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> AsyncMessageListAnswer:
        """List the messages of a thread

        GET /threads/{thread_id}/messages

        Reads a conversation, latest message first by default. After a run has completed, pass its id as `run_id` to
        get only the answer it wrote.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            run_id: Only messages that this run wrote.
        """
    @overload
    async def listMessages(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncMessageListAnswer: ...
    list_messages = listMessages

    @overload
    async def createMessage(
        self,
        *,
        thread_id: str,
        role: MessageRole,
        content: str | Sequence[MessageInputPart | Mapping[str, Any]],
        attachments: MessageAttachments | Sequence[Mapping[str, Any]] = ...,
        metadata: Metadata = ...,
    ) -> AsyncMessageAnswer:
        """Add a message to a thread

        POST /threads/{thread_id}/messages

        Appends text, images or files to a conversation. Nothing is answered yet: start `createRun` afterwards for
        that. While a run works on the thread, messages can not be added.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            role: Who speaks. Use `assistant` in requests to put earlier answers into the conversation.
            content: What is said, as one text or part by part.
            attachments: Files that come with the message, each with the tools that may open it.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def createMessage(
        self,
        *,
        thread_id: str,
        body: CreateMessageRequest | Mapping[str, Any],
    ) -> AsyncMessageAnswer: ...
    @overload
    async def createMessage(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateMessageRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncMessageAnswer: ...
    create_message = createMessage

    @overload
    async def getMessage(self, *, thread_id: str, message_id: str) -> AsyncMessageAnswer:
        """Get a message

        GET /threads/{thread_id}/messages/{message_id}

        Reads one message of a thread, for example the one that a run step of type `message_creation` points to.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            message_id: Which message is meant; ids begin with `msg_`.
        """
    @overload
    async def getMessage(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncMessageAnswer: ...
    get_message = getMessage

    @overload
    async def modifyMessage(self, *, thread_id: str, message_id: str, metadata: Metadata = ...) -> AsyncMessageAnswer:
        """Change a message's metadata

        POST /threads/{thread_id}/messages/{message_id}

        Replaces the notes you keep on a message, such as a rating. What was said can not be edited: delete the
        message and add another one.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            message_id: Which message is meant; ids begin with `msg_`.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def modifyMessage(
        self,
        *,
        thread_id: str,
        message_id: str,
        body: ModifyMessageRequest | Mapping[str, Any],
    ) -> AsyncMessageAnswer: ...
    @overload
    async def modifyMessage(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyMessageRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncMessageAnswer: ...
    modify_message = modifyMessage

    @overload
    async def deleteMessage(self, *, thread_id: str, message_id: str) -> AsyncMessageDeletedAnswer:
        """Delete a message

        DELETE /threads/{thread_id}/messages/{message_id}

        Takes one message out of a thread, so that later runs no longer see it. The messages around it stay.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            message_id: Which message is meant; ids begin with `msg_`.
        """
    @overload
    async def deleteMessage(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncMessageDeletedAnswer: ...
    delete_message = deleteMessage

    @overload
    async def createThreadAndRun(
        self,
        *,
        assistant_id: str,
        thread: CreateThreadRequest | Mapping[str, Any] = ...,
        model: RunModel = ...,
        instructions: str | None = ...,
        tools: RunTools = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        stream: Literal[False] | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncRunAnswer:
        """Create a thread and run it

        POST /threads/runs

        Opens a thread and sets an assistant to work on it, in one request. Use it for one-off questions. It answers
        as `createRun` does: with a queued run to poll by `getRun`, or with events as they happen if `stream` is true.

        Args:
            assistant_id: The assistant to set to work.
            thread: What a new thread begins with. Everything is optional.
            model: The model to use instead of the assistant's.
            instructions: Orders to follow instead of the assistant's.
            tools: Tools to use instead of the assistant's, at most 20.
            tool_resources: Files and vector stores that the tools may reach, sorted by tool.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            stream: Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you.
            max_prompt_tokens: Token budget for reading, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            max_completion_tokens: Token budget for writing, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            truncation_strategy: How much of the thread to read; null means all that fits.
            tool_choice: Which tools it must or may call; null is like `auto`.
            parallel_tool_calls: Whether the model may call several of your functions at a time.
            response_format: The form that the answer must take; null keeps the assistant's.
        """
    @overload
    async def createThreadAndRun(
        self,
        *,
        assistant_id: str,
        stream: Literal[True],
        thread: CreateThreadRequest | Mapping[str, Any] = ...,
        model: RunModel = ...,
        instructions: str | None = ...,
        tools: RunTools = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def createThreadAndRun(
        self,
        *,
        assistant_id: str,
        stream: bool | None,
        thread: CreateThreadRequest | Mapping[str, Any] = ...,
        model: RunModel = ...,
        instructions: str | None = ...,
        tools: RunTools = ...,
        tool_resources: ToolResources | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def createThreadAndRun(
        self,
        *,
        body: CreateThreadAndRunRequest | Mapping[str, Any],
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def createThreadAndRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateThreadAndRunRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    create_thread_and_run = createThreadAndRun

    @overload
    async def listRuns(
        self,
        *,
        thread_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncRunListAnswer:
        """List the runs of a thread

        GET /threads/{thread_id}/runs

        Shows what was run on a thread, latest first by default. Use it to find a run that still blocks the thread, or
        to add up the tokens that a conversation has cost.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    async def listRuns(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncRunListAnswer: ...
    list_runs = listRuns

    @overload
    async def createRun(
        self,
        *,
        thread_id: str,
        assistant_id: str,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
        model: RunModel = ...,
        reasoning_effort: ReasoningEffort = ...,
        instructions: str | None = ...,
        additional_instructions: str | None = ...,
        additional_messages: Sequence[CreateMessageRequest | Mapping[str, Any]] | None = ...,
        tools: RunTools = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        stream: Literal[False] | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncRunAnswer:
        """Run an assistant on a thread

        POST /threads/{thread_id}/runs

        Sets an assistant to work on what has been said so far. The run comes back at once as `queued`; poll `getRun`
        until its status is final, answer tool calls with `submitToolOuputsToRun` when it is `requires_action`, then
        read the answer with `listMessages`. If `stream` is true, events arrive instead and no polling is needed. All
        settings but `assistant_id` override the assistant's own for this run only.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            include__: Extras to put into run steps. The one there is shows the passages that a file search found.
            assistant_id: The assistant to set to work.
            model: The model to use instead of the assistant's.
            reasoning_effort: How hard to think before answering. Less is faster and cheaper; not every model knows
                every value.
            instructions: Orders to follow instead of the assistant's.
            additional_instructions: Orders to append to the assistant's own instead of replacing them.
            additional_messages: Messages to append to the thread before the run begins.
            tools: Tools to use instead of the assistant's, at most 20.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
            temperature: How freely to choose words, from 0 (strictly the likeliest) to 2. Leave `top_p` alone then.
            top_p: Choose only among the likeliest words that together have this probability.
            stream: Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you.
            max_prompt_tokens: Token budget for reading, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            max_completion_tokens: Token budget for writing, over all turns of the run. Beyond it the run ends as
                `incomplete`.
            truncation_strategy: How much of the thread to read; null means all that fits.
            tool_choice: Which tools it must or may call; null is like `auto`.
            parallel_tool_calls: Whether the model may call several of your functions at a time.
            response_format: The form that the answer must take; null keeps the assistant's.
        """
    @overload
    async def createRun(
        self,
        *,
        thread_id: str,
        assistant_id: str,
        stream: Literal[True],
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
        model: RunModel = ...,
        reasoning_effort: ReasoningEffort = ...,
        instructions: str | None = ...,
        additional_instructions: str | None = ...,
        additional_messages: Sequence[CreateMessageRequest | Mapping[str, Any]] | None = ...,
        tools: RunTools = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def createRun(
        self,
        *,
        thread_id: str,
        assistant_id: str,
        stream: bool | None,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
        model: RunModel = ...,
        reasoning_effort: ReasoningEffort = ...,
        instructions: str | None = ...,
        additional_instructions: str | None = ...,
        additional_messages: Sequence[CreateMessageRequest | Mapping[str, Any]] | None = ...,
        tools: RunTools = ...,
        metadata: Metadata = ...,
        temperature: float | None = ...,
        top_p: float | None = ...,
        max_prompt_tokens: int | None = ...,
        max_completion_tokens: int | None = ...,
        truncation_strategy: TruncationStrategy | Mapping[str, Any] | None = ...,
        tool_choice: ToolChoice2 | Mapping[str, Any] | None = ...,
        parallel_tool_calls: bool = ...,
        response_format: ResponseFormatOption | Mapping[str, Any] | None = ...,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def createRun(
        self,
        *,
        thread_id: str,
        body: CreateRunRequest | Mapping[str, Any],
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def createRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateRunRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    create_run = createRun

    @overload
    async def getRun(self, *, thread_id: str, run_id: str) -> AsyncRunAnswer:
        """Get a run

        GET /threads/{thread_id}/runs/{run_id}

        Reads where a run stands. Poll it, about once a second, until `status` is `completed`, `failed`, `cancelled`,
        `expired` or `incomplete`. On `requires_action`, look into `required_action` for the calls that wait for you.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
        """
    @overload
    async def getRun(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncRunAnswer: ...
    get_run = getRun

    @overload
    async def modifyRun(self, *, thread_id: str, run_id: str, metadata: Metadata = ...) -> AsyncRunAnswer:
        """Change a run's metadata

        POST /threads/{thread_id}/runs/{run_id}

        Replaces the notes you keep on a run, such as a ticket number. Nothing else about a run can be changed once it
        exists; to stop one, call `cancelRun`.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def modifyRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        body: ModifyRunRequest | Mapping[str, Any],
    ) -> AsyncRunAnswer: ...
    @overload
    async def modifyRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyRunRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncRunAnswer: ...
    modify_run = modifyRun

    @overload
    async def cancelRun(self, *, thread_id: str, run_id: str) -> AsyncRunAnswer:
        """Cancel a run

        POST /threads/{thread_id}/runs/{run_id}/cancel

        Asks a run that is under way to stop. It answers with status `cancelling`; once `getRun` says `cancelled`, the
        thread is free for new messages and runs. Takes no body.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
        """
    @overload
    async def cancelRun(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncRunAnswer: ...
    cancel_run = cancelRun

    @overload
    async def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        tool_outputs: Sequence[SubmitToolOuputsToRunToolOutputsItem | Mapping[str, Any]],
        stream: Literal[False] | None = ...,
    ) -> AsyncRunAnswer:
        """Give a run the results of its tool calls

        POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs

        Lets a run go on that waits with status `requires_action`. Run your functions, then send all of their results
        in one request, each under the id of its call. The run goes back to the queue; poll it again, or set `stream`
        and read events.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            tool_outputs: One entry for each call in `required_action`.
            stream: Send events as they happen. The stream closes with `[DONE]` when the run has ended or needs you.
        """
    @overload
    async def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        tool_outputs: Sequence[SubmitToolOuputsToRunToolOutputsItem | Mapping[str, Any]],
        stream: Literal[True],
    ) -> AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        tool_outputs: Sequence[SubmitToolOuputsToRunToolOutputsItem | Mapping[str, Any]],
        stream: bool | None,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def submitToolOuputsToRun(
        self,
        *,
        thread_id: str,
        run_id: str,
        body: SubmitToolOutputsRequest | Mapping[str, Any],
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    @overload
    async def submitToolOuputsToRun(
        self,
        params: Mapping[str, Any], /,
        *,
        body: SubmitToolOutputsRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncRunAnswer | AsyncEventStream[Thread | Run | RunStep | RunStepDelta | Message | MessageDelta | Error]: ...
    submit_tool_ouputs_to_run = submitToolOuputsToRun

    @overload
    async def listRunSteps(
        self,
        *,
        thread_id: str,
        run_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncRunStepListAnswer:
        """List the steps of a run

        GET /threads/{thread_id}/runs/{run_id}/steps

        Shows what a run did, latest step first by default: messages it wrote, tools it called and what they returned.
        This is where to look when an answer surprises you.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            include__: Extras to put into run steps. The one there is shows the passages that a file search found.
        """
    @overload
    async def listRunSteps(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncRunStepListAnswer: ...
    list_run_steps = listRunSteps

    @overload
    async def getRunStep(
        self,
        *,
        thread_id: str,
        run_id: str,
        step_id: str,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncRunStepAnswer:
        """Get a step of a run

        GET /threads/{thread_id}/runs/{run_id}/steps/{step_id}

        Reads one step in full. Ask for it with `include[]` to see the very passages that a file search returned.

        Args:
            thread_id: Which thread is meant; ids begin with `thread_`.
            run_id: Which run is meant; ids begin with `run_`.
            step_id: Which step is meant; ids begin with `step_`.
            include__: Extras to put into run steps. The one there is shows the passages that a file search found.
        """
    @overload
    async def getRunStep(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncRunStepAnswer: ...
    get_run_step = getRunStep

    @overload
    async def listVectorStores(
        self,
        *,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncVectorStoreListAnswer:
        """List vector stores

        GET /vector_stores

        Walks through the vector stores of your project, newest first unless `order` says otherwise. Use it to find a
        store by name or to see which ones have expired.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    async def listVectorStores(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncVectorStoreListAnswer: ...
    list_vector_stores = listVectorStores

    @overload
    async def createVectorStore(
        self,
        *,
        file_ids: Sequence[str] = ...,
        name: str = ...,
        description: str = ...,
        expires_after: ExpirationPolicy | Mapping[str, Any] = ...,
        chunking_strategy: ChunkingStrategy | Mapping[str, Any] = ...,
        metadata: Metadata = ...,
    ) -> AsyncVectorStoreAnswer:
        """Create a vector store

        POST /vector_stores

        Opens a place to search in, empty or with up to 500 uploaded files. Indexing goes on in the background: poll
        `getVectorStore` until `status` is `completed` before you rely on search results. Stores are charged by size,
        so give short-lived ones an expiry.

        Args:
            file_ids: Uploaded files to put in at once, 500 at the most.
            name: A name to recognise it by.
            description: A note on what it is for.
            expires_after: Let the store expire once it has gone unused for some days.
            chunking_strategy: How to cut files into the chunks that a search finds. The default is `auto`.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def createVectorStore(self, *, body: CreateVectorStoreRequest | Mapping[str, Any]) -> AsyncVectorStoreAnswer: ...
    @overload
    async def createVectorStore(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateVectorStoreRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncVectorStoreAnswer: ...
    create_vector_store = createVectorStore

    @overload
    async def getVectorStore(self, *, vector_store_id: str) -> AsyncVectorStoreAnswer:
        """Get a vector store

        GET /vector_stores/{vector_store_id}

        Reads one vector store: how many files are indexed, what it weighs, when it expires. This is the call to
        repeat while you wait for indexing to end.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
        """
    @overload
    async def getVectorStore(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncVectorStoreAnswer: ...
    get_vector_store = getVectorStore

    @overload
    async def modifyVectorStore(
        self,
        *,
        vector_store_id: str,
        name: str | None = ...,
        expires_after: ExpirationPolicy | Mapping[str, Any] | None = ...,
        metadata: Metadata = ...,
    ) -> AsyncVectorStoreAnswer:
        """Change a vector store

        POST /vector_stores/{vector_store_id}

        Renames a vector store, or changes its expiry or metadata. To change what it holds, add and remove files with
        `createVectorStoreFile` and `deleteVectorStoreFile`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            name: A new name.
            expires_after: A new expiry, or null to keep the store for good.
            metadata: Your own notes on an object, up to 16 pairs of text. A key has at most 64 characters, a value at
                most 512.
        """
    @overload
    async def modifyVectorStore(
        self,
        *,
        vector_store_id: str,
        body: ModifyVectorStoreRequest | Mapping[str, Any],
    ) -> AsyncVectorStoreAnswer: ...
    @overload
    async def modifyVectorStore(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ModifyVectorStoreRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncVectorStoreAnswer: ...
    modify_vector_store = modifyVectorStore

    @overload
    async def deleteVectorStore(self, *, vector_store_id: str) -> AsyncVectorStoreDeletedAnswer:
        """Delete a vector store

        DELETE /vector_stores/{vector_store_id}

        Removes a vector store and its index. The uploaded files that were in it stay in your project; remove them
        with `deleteFile`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
        """
    @overload
    async def deleteVectorStore(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncVectorStoreDeletedAnswer: ...
    delete_vector_store = deleteVectorStore

    @overload
    async def listVectorStoreFiles(
        self,
        *,
        vector_store_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncVectorStoreFileListAnswer:
        """List the files of a vector store

        GET /vector_stores/{vector_store_id}/files

        Shows what a vector store holds and how far the indexing of each file has come. With `filter` set to `failed`
        you see what needs another try.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            filter: Only files whose indexing stands at this point.
        """
    @overload
    async def listVectorStoreFiles(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncVectorStoreFileListAnswer: ...
    list_vector_store_files = listVectorStoreFiles

    @overload
    async def createVectorStoreFile(
        self,
        *,
        vector_store_id: str,
        file_id: str,
        chunking_strategy: ChunkingStrategy | Mapping[str, Any] = ...,
        attributes: FileAttributes = ...,
    ) -> AsyncVectorStoreFileAnswer:
        """Add a file to a vector store

        POST /vector_stores/{vector_store_id}/files

        Puts one uploaded file into a vector store and starts to index it. Poll `getVectorStoreFile` until it is done.
        For more than a few files, `createVectorStoreFileBatch` is kinder to the rate limit.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_id: The uploaded file, see `createFile`.
            chunking_strategy: How to cut files into the chunks that a search finds. The default is `auto`.
            attributes: Facts about the file by which a search can filter, up to 16. A key has at most 64 characters;
                a value is a text of at most 512, a number or a boolean.
        """
    @overload
    async def createVectorStoreFile(
        self,
        *,
        vector_store_id: str,
        body: CreateVectorStoreFileRequest | Mapping[str, Any],
    ) -> AsyncVectorStoreFileAnswer: ...
    @overload
    async def createVectorStoreFile(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateVectorStoreFileRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncVectorStoreFileAnswer: ...
    create_vector_store_file = createVectorStoreFile

    @overload
    async def getVectorStoreFile(self, *, vector_store_id: str, file_id: str) -> AsyncVectorStoreFileAnswer:
        """Get a file of a vector store

        GET /vector_stores/{vector_store_id}/files/{file_id}

        Tells how the indexing of one file went, and if it failed, why. The file itself is read with `retrieveFile`
        and `downloadFile`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_id: Which file is meant. It has the same id here as among your uploaded files.
        """
    @overload
    async def getVectorStoreFile(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncVectorStoreFileAnswer: ...
    get_vector_store_file = getVectorStoreFile

    @overload
    async def deleteVectorStoreFile(self, *, vector_store_id: str, file_id: str) -> AsyncVectorStoreFileDeletedAnswer:
        """Remove a file from a vector store

        DELETE /vector_stores/{vector_store_id}/files/{file_id}

        Takes one file out of the index, so that searches no longer find it. The uploaded file itself is kept; call
        `deleteFile` to be rid of that too.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_id: Which file is meant. It has the same id here as among your uploaded files.
        """
    @overload
    async def deleteVectorStoreFile(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncVectorStoreFileDeletedAnswer: ...
    delete_vector_store_file = deleteVectorStoreFile

    @overload
    async def createVectorStoreFileBatch(
        self,
        *,
        vector_store_id: str,
        file_ids: Sequence[str] = ...,
        files: Sequence[CreateVectorStoreFileRequest | Mapping[str, Any]] = ...,
        chunking_strategy: ChunkingStrategy | Mapping[str, Any] = ...,
        attributes: FileAttributes = ...,
    ) -> AsyncVectorStoreFileBatchAnswer:
        """Add many files to a vector store

        POST /vector_stores/{vector_store_id}/file_batches

        Puts up to 2000 uploaded files into a vector store with one request. Give `file_ids` when all are treated
        alike, or `files` when each needs attributes or chunking of its own. Indexing runs in the background; poll
        `getVectorStoreFileBatch` to watch it.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            file_ids: Uploaded files, 2000 at the most, treated alike.
            files: Uploaded files, 2000 at the most, each with its own attributes and chunking.
            chunking_strategy: How to cut all of `file_ids`. Not used for `files`. The default is `auto`.
            attributes: Attributes for all of `file_ids`, as many and as long as for one file. Not used for `files`.
        """
    @overload
    async def createVectorStoreFileBatch(
        self,
        *,
        vector_store_id: str,
        body: CreateVectorStoreFileBatchRequest | Mapping[str, Any],
    ) -> AsyncVectorStoreFileBatchAnswer: ...
    @overload
    async def createVectorStoreFileBatch(
        self,
        params: Mapping[str, Any], /,
        *,
        body: CreateVectorStoreFileBatchRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncVectorStoreFileBatchAnswer: ...
    create_vector_store_file_batch = createVectorStoreFileBatch

    @overload
    async def getVectorStoreFileBatch(self, *, vector_store_id: str, batch_id: str) -> AsyncVectorStoreFileBatchAnswer:
        """Get a file batch

        GET /vector_stores/{vector_store_id}/file_batches/{batch_id}

        Tells how far a batch has come: how many of its files are indexed, failed or still waiting. Call it now and
        then until `status` leaves `in_progress`.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            batch_id: Which file batch is meant; ids begin with `vsfb_`.
        """
    @overload
    async def getVectorStoreFileBatch(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncVectorStoreFileBatchAnswer: ...
    get_vector_store_file_batch = getVectorStoreFileBatch

    @overload
    async def cancelVectorStoreFileBatch(
        self,
        *,
        vector_store_id: str,
        batch_id: str,
    ) -> AsyncVectorStoreFileBatchAnswer:
        """Cancel a file batch

        POST /vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel

        Stops a batch as soon as it can. Files that were indexed by then stay in the store; the others are marked
        `cancelled`. Takes no body.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            batch_id: Which file batch is meant; ids begin with `vsfb_`.
        """
    @overload
    async def cancelVectorStoreFileBatch(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncVectorStoreFileBatchAnswer: ...
    cancel_vector_store_file_batch = cancelVectorStoreFileBatch

    @overload
    async def listFilesInVectorStoreBatch(
        self,
        *,
        vector_store_id: str,
        batch_id: str,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncVectorStoreFileListAnswer:
        """List the files of a file batch

        GET /vector_stores/{vector_store_id}/file_batches/{batch_id}/files

        Shows how each file of one batch fared. When `getVectorStoreFileBatch` counts failures, ask here with `filter`
        set to `failed` to learn which files and why.

        Args:
            vector_store_id: Which vector store is meant; ids begin with `vs_`.
            batch_id: Which file batch is meant; ids begin with `vsfb_`.
            limit: How many items one page may hold, from 1 to 100.
            order: Sort direction by creation time, `asc` for oldest first and `desc` for newest first.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
            filter: Only files whose indexing stands at this point.
        """
    @overload
    async def listFilesInVectorStoreBatch(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncVectorStoreFileListAnswer: ...
    list_files_in_vector_store_batch = listFilesInVectorStoreBatch

    @overload
    async def list_audit_logs(
        self,
        *,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncListAuditLogsResponseAnswer:
        """List events of the audit log

        GET /organization/audit_logs

        Finds out who changed what in the organization, and when: keys, people, projects, limits, sign-ins. Events
        come newest first. All filters given must hold; each list holds if one of its values fits. Every event carries
        its details in a field named like its `type`.

        Args:
            effective_at: Only events in this span of time. All bounds are seconds since 1970.
            project_ids__: Only events in these projects.
            event_types__: Only events of these types.
            actor_ids__: Only what these did, given as ids of users, of service accounts or of API keys.
            actor_emails__: Only what the users with these e-mail addresses did.
            resource_ids__: Only what was done to these, for example to a project by its id. A ChatGPT connector goes
                by `__`.
            tenant_only: Whether to list the events of the tenant instead. Types such as `role.bound_to_resource` are
                found only this way, and then all types asked for have to be of that kind.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            before: Id of the item before which the page ends. Pass the `first_id` of one page to step back.
        """
    @overload
    async def list_audit_logs(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncListAuditLogsResponseAnswer: ...

    @overload
    async def list_invites(self, *, limit: int = ..., after: str = ...) -> AsyncInviteListResponseAnswer:
        """List invitations

        GET /organization/invites

        Goes through everybody who has been invited, whether they have accepted, are still to answer, or let the
        invitation expire.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    async def list_invites(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncInviteListResponseAnswer: ...

    @overload
    async def inviteUser(
        self,
        *,
        email: str,
        role: Literal['reader', 'owner'],
        projects: Sequence[InviteProject | Mapping[str, Any]] = ...,
    ) -> AsyncInviteAnswer:
        """Invite somebody

        POST /organization/invites

        Sends an e-mail that asks a person to join. They become a member, and join the projects you name, once they
        accept; until then the invitation is `pending` and can be withdrawn.

        Args:
            email: Where to send the invitation.
            role: The role in the organization, which for an `owner` includes its administration.
            projects: The projects to join with the acceptance. Without this field it is the default project; with an
                empty list, none.
        """
    @overload
    async def inviteUser(self, *, body: InviteRequest | Mapping[str, Any]) -> AsyncInviteAnswer: ...
    @overload
    async def inviteUser(
        self,
        params: Mapping[str, Any], /,
        *,
        body: InviteRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncInviteAnswer: ...
    invite_user = inviteUser

    @overload
    async def retrieve_invite(self, *, invite_id: str) -> AsyncInviteAnswer:
        """Fetch an invitation

        GET /organization/invites/{invite_id}

        Shows one invitation, for instance to see whether it has been accepted yet or has run out, and which projects
        come with it.

        Args:
            invite_id: Id of the invitation.
        """
    @overload
    async def retrieve_invite(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncInviteAnswer: ...

    @overload
    async def delete_invite(self, *, invite_id: str) -> AsyncInviteDeleteResponseAnswer:
        """Withdraw an invitation

        DELETE /organization/invites/{invite_id}

        Makes an invitation void before it is accepted. Afterwards it is too late; remove the new member instead.

        Args:
            invite_id: Id of the invitation.
        """
    @overload
    async def delete_invite(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncInviteDeleteResponseAnswer: ...

    @overload
    async def list_users(
        self,
        *,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> AsyncUserListResponseAnswer:
        """List the members

        GET /organization/users

        Goes through the members of the organization. Give `emails` to look up some of them directly.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            emails: Only members with these e-mail addresses.
        """
    @overload
    async def list_users(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncUserListResponseAnswer: ...

    @overload
    async def retrieve_user(self, *, user_id: str) -> AsyncUserAnswer:
        """Fetch a member

        GET /organization/users/{user_id}

        Shows one member with their role in the organization and, where known, their projects. Use it when you have
        the id; to search by e-mail address, list the members.

        Args:
            user_id: Id of the user.
        """
    @overload
    async def retrieve_user(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncUserAnswer: ...

    @overload
    async def modify_user(
        self,
        *,
        user_id: str,
        role: str | None = ...,
        role_id: str | None = ...,
        technical_level: str | None = ...,
        developer_persona: str | None = ...,
    ) -> AsyncUserAnswer:
        """Change a member

        POST /organization/users/{user_id}

        Gives a member another role, such as making a reader an owner who may administer the organization. Their roles
        within projects are set there.

        Args:
            user_id: Id of the user.
            role: The new role, `owner` or `reader`.
            role_id: Id of a role of your own making, in place of `role`.
            technical_level: How technical the user is.
            developer_persona: What kind of developer the user is.
        """
    @overload
    async def modify_user(self, *, user_id: str, body: UserRoleUpdateRequest | Mapping[str, Any]) -> AsyncUserAnswer: ...
    @overload
    async def modify_user(
        self,
        params: Mapping[str, Any], /,
        *,
        body: UserRoleUpdateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncUserAnswer: ...

    @overload
    async def delete_user(self, *, user_id: str) -> AsyncUserDeleteResponseAnswer:
        """Remove a member

        DELETE /organization/users/{user_id}

        Ends a membership at once, and with it the access to every project. To undo it, send a new invitation.

        Args:
            user_id: Id of the user.
        """
    @overload
    async def delete_user(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncUserDeleteResponseAnswer: ...

    @overload
    async def list_projects(
        self,
        *,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> AsyncProjectListResponseAnswer:
        """List projects

        GET /organization/projects

        Goes through the projects of the organization. Archived ones are left out unless you ask for them.

        Args:
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            include_archived: Whether to list archived projects too.
        """
    @overload
    async def list_projects(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncProjectListResponseAnswer: ...

    @overload
    async def create_project(
        self,
        *,
        name: str,
        residency: PublicProjectResidency | None = ...,
        external_key_id: str | None = ...,
    ) -> AsyncProjectAnswer:
        """Create a project

        POST /organization/projects

        Opens a project, which keeps its keys, files, limits and costs apart from others. Projects cannot be deleted
        later, only archived. The region of its data can be chosen now and not afterwards.

        Args:
            name: What to call the project. Reports show it.
            residency: Where the data of the project shall stay, if your organization is allowed to choose.
            external_key_id: Id of an encryption key of your own that shall protect the data.
        """
    @overload
    async def create_project(self, *, body: ProjectCreateRequest | Mapping[str, Any]) -> AsyncProjectAnswer: ...
    @overload
    async def create_project(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectCreateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncProjectAnswer: ...

    @overload
    async def retrieve_project(self, *, project_id: str) -> AsyncProjectAnswer:
        """Fetch a project

        GET /organization/projects/{project_id}

        Shows the name and the state of one project. Use it to find out whether a project still works or has been
        archived.

        Args:
            project_id: Id of the project.
        """
    @overload
    async def retrieve_project(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncProjectAnswer: ...

    @overload
    async def modify_project(
        self,
        *,
        project_id: str,
        name: str | None = ...,
        external_key_id: str | None = ...,
    ) -> AsyncProjectAnswer:
        """Change a project

        POST /organization/projects/{project_id}

        Gives a project another name or encryption key. The default project of an organization is refused.

        Args:
            project_id: Id of the project.
            name: The new name.
            external_key_id: Id of another encryption key of your own.
        """
    @overload
    async def modify_project(
        self,
        *,
        project_id: str,
        body: ProjectUpdateRequest | Mapping[str, Any],
    ) -> AsyncProjectAnswer: ...
    @overload
    async def modify_project(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectUpdateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncProjectAnswer: ...

    @overload
    async def archive_project(self, *, project_id: str) -> AsyncProjectAnswer:
        """Archive a project

        POST /organization/projects/{project_id}/archive

        Shuts a project down for good. Its keys stop working and nothing in it can be changed any more, but it stays
        listed for your records. It takes no body.

        Args:
            project_id: Id of the project.
        """
    @overload
    async def archive_project(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncProjectAnswer: ...

    @overload
    async def list_project_users(
        self,
        *,
        project_id: str,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncProjectUserListResponseAnswer:
        """List the members of a project

        GET /organization/projects/{project_id}/users

        Goes through the people who may work in a project, with their roles there. The service accounts have a list of
        their own.

        Args:
            project_id: Id of the project.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    async def list_project_users(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectUserListResponseAnswer: ...

    @overload
    async def create_project_user(
        self,
        *,
        project_id: str,
        role: str,
        user_id: str | None = ...,
        email: str | None = ...,
    ) -> AsyncProjectUserAnswer:
        """Add a member to a project

        POST /organization/projects/{project_id}/users

        Lets somebody work in a project. They need to be in the organization already; invite them first if they are
        not. Name them by id or by e-mail address.

        Args:
            project_id: Id of the project.
            user_id: Id of the member of the organization.
            email: Their e-mail address, in place of `user_id`.
            role: The role in the project, `owner` or `member`.
        """
    @overload
    async def create_project_user(
        self,
        *,
        project_id: str,
        body: ProjectUserCreateRequest | Mapping[str, Any],
    ) -> AsyncProjectUserAnswer: ...
    @overload
    async def create_project_user(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectUserCreateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncProjectUserAnswer: ...

    @overload
    async def retrieve_project_user(self, *, project_id: str, user_id: str) -> AsyncProjectUserAnswer:
        """Fetch a member of a project

        GET /organization/projects/{project_id}/users/{user_id}

        Shows one member with their role in the project, which may differ from the one in the organization.

        Args:
            project_id: Id of the project.
            user_id: Id of the user.
        """
    @overload
    async def retrieve_project_user(self, params: Mapping[str, Any], /, **arguments: Any) -> AsyncProjectUserAnswer: ...

    @overload
    async def modify_project_user(
        self,
        *,
        project_id: str,
        user_id: str,
        role: str | None = ...,
    ) -> AsyncProjectUserAnswer:
        """Change the role of a project member

        POST /organization/projects/{project_id}/users/{user_id}

        Makes a member an owner, who may administer the project, or an owner an ordinary member.

        Args:
            project_id: Id of the project.
            user_id: Id of the user.
            role: The new role in the project, `owner` or `member`.
        """
    @overload
    async def modify_project_user(
        self,
        *,
        project_id: str,
        user_id: str,
        body: ProjectUserUpdateRequest | Mapping[str, Any],
    ) -> AsyncProjectUserAnswer: ...
    @overload
    async def modify_project_user(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectUserUpdateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncProjectUserAnswer: ...

    @overload
    async def delete_project_user(self, *, project_id: str, user_id: str) -> AsyncProjectUserDeleteResponseAnswer:
        """Remove a member from a project

        DELETE /organization/projects/{project_id}/users/{user_id}

        Takes away somebody's access to the project; they stay in the organization. An archived project has no
        members, so that the call is refused there.

        Args:
            project_id: Id of the project.
            user_id: Id of the user.
        """
    @overload
    async def delete_project_user(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectUserDeleteResponseAnswer: ...

    @overload
    async def list_project_service_accounts(
        self,
        *,
        project_id: str,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncProjectServiceAccountListResponseAnswer:
        """List the service accounts of a project

        GET /organization/projects/{project_id}/service_accounts

        Goes through the accounts of a project that belong to programs rather than people. Their keys are in the list
        of API keys.

        Args:
            project_id: Id of the project.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
        """
    @overload
    async def list_project_service_accounts(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectServiceAccountListResponseAnswer: ...

    @overload
    async def create_project_service_account(
        self,
        *,
        project_id: str,
        name: str,
        create_service_account_only: bool | None = ...,
    ) -> AsyncProjectServiceAccountCreateResponseAnswer:
        """Create a service account

        POST /organization/projects/{project_id}/service_accounts

        Opens an account for a program, so that its access does not hang on a person. The answer holds a new API key
        in full. Store it at once: it is never shown again. An archived project refuses the call.

        Args:
            project_id: Id of the project.
            name: What to call the account.
            create_service_account_only: True opens a bare account, with neither role nor API key.
        """
    @overload
    async def create_project_service_account(
        self,
        *,
        project_id: str,
        body: ProjectServiceAccountCreateRequest | Mapping[str, Any],
    ) -> AsyncProjectServiceAccountCreateResponseAnswer: ...
    @overload
    async def create_project_service_account(
        self,
        params: Mapping[str, Any], /,
        *,
        body: ProjectServiceAccountCreateRequest | Mapping[str, Any] = ...,
        **arguments: Any,
    ) -> AsyncProjectServiceAccountCreateResponseAnswer: ...

    @overload
    async def retrieve_project_service_account(
        self,
        *,
        project_id: str,
        service_account_id: str,
    ) -> AsyncProjectServiceAccountAnswer:
        """Fetch a service account

        GET /organization/projects/{project_id}/service_accounts/{service_account_id}

        Shows one service account with its role. Its key is not shown here or anywhere else; it came once, when the
        account was created.

        Args:
            project_id: Id of the project.
            service_account_id: Id of the service account.
        """
    @overload
    async def retrieve_project_service_account(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectServiceAccountAnswer: ...

    @overload
    async def delete_project_service_account(
        self,
        *,
        project_id: str,
        service_account_id: str,
    ) -> AsyncProjectServiceAccountDeleteResponseAnswer:
        """Delete a service account

        DELETE /organization/projects/{project_id}/service_accounts/{service_account_id}

        Closes the account of a program, and with it the key that was made for it. An archived project has none left,
        so that the call is refused there.

        Args:
            project_id: Id of the project.
            service_account_id: Id of the service account.
        """
    @overload
    async def delete_project_service_account(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectServiceAccountDeleteResponseAnswer: ...

    @overload
    async def list_project_api_keys(
        self,
        *,
        project_id: str,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> AsyncProjectApiKeyListResponseAnswer:
        """List the API keys of a project

        GET /organization/projects/{project_id}/api_keys

        Goes through the keys of a project, with their owners and when each was last used. The keys themselves are
        shortened. Use it to find keys that nobody needs any more.

        Args:
            project_id: Id of the project.
            limit: How many items one page may hold, from 1 to 100.
            after: Id of the item after which the page begins. Pass the `last_id` of one page to get the next.
            owner_project_access: Only keys whose owner can (`active`) or cannot (`inactive`) use the project at
                present, or `any` for both. Without it, some keys in use may be missing, depending on who is a member.
        """
    @overload
    async def list_project_api_keys(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectApiKeyListResponseAnswer: ...

    @overload
    async def retrieve_project_api_key(self, *, project_id: str, api_key_id: str) -> AsyncProjectApiKeyAnswer:
        """Fetch an API key

        GET /organization/projects/{project_id}/api_keys/{api_key_id}

        Shows whose key it is and when it was last used, so that you can tell whether anybody would miss it. The key
        itself is shortened.

        Args:
            project_id: Id of the project.
            api_key_id: Id of the API key, which is not the key itself.
        """
    @overload
    async def retrieve_project_api_key(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectApiKeyAnswer: ...

    @overload
    async def delete_project_api_key(
        self,
        *,
        project_id: str,
        api_key_id: str,
    ) -> AsyncProjectApiKeyDeleteResponseAnswer:
        """Delete an API key

        DELETE /organization/projects/{project_id}/api_keys/{api_key_id}

        Makes the key of a member stop working at once. The key of a service account is refused; delete that account
        instead.

        Args:
            project_id: Id of the project.
            api_key_id: Id of the API key, which is not the key itself.
        """
    @overload
    async def delete_project_api_key(
        self,
        params: Mapping[str, Any], /,
        **arguments: Any,
    ) -> AsyncProjectApiKeyDeleteResponseAnswer: ...

    @overload  # type: ignore[override]  # narrower than what any document has
    def paginate(
        self,
        operation_id: Literal['listModels', 'list_models'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
    ) -> AsyncPagesOf[Model, AsyncModelListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFiles', 'list_files'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> AsyncPagesOf[File, AsyncFileListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listBatches', 'list_batches'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncPagesOf[Batch, AsyncBatchListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> AsyncPagesOf[FineTuningJob, AsyncListPaginatedFineTuningJobsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], /,
        *,
        fine_tuning_job_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncPagesOf[FineTuningJobCheckpoint, AsyncListFineTuningJobCheckpointsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], /,
        *,
        fine_tuning_job_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncPagesOf[FineTuningJobEvent, AsyncListFineTuningJobEventsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPagesOf[Assistant, AsyncAssistantListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listMessages', 'list_messages'], /,
        *,
        thread_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> AsyncPagesOf[Message, AsyncMessageListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['getMessage', 'get_message'], /,
        *,
        thread_id: str,
        message_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
    ) -> AsyncPagesOf[MessagePart, AsyncMessageAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listRuns', 'list_runs'], /,
        *,
        thread_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPagesOf[Run, AsyncRunListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], /,
        *,
        thread_id: str,
        run_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncPagesOf[RunStep, AsyncRunStepListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPagesOf[VectorStore, AsyncVectorStoreListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files'], /,
        *,
        vector_store_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncPagesOf[VectorStoreFile, AsyncVectorStoreFileListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], /,
        *,
        vector_store_id: str,
        batch_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncPagesOf[VectorStoreFile, AsyncVectorStoreFileListAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPagesOf[AuditLog, AsyncListAuditLogsResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-invites', 'list_invites'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncPagesOf[Invite, AsyncInviteListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-users', 'list_users'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> AsyncPagesOf[User, AsyncUserListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-projects', 'list_projects'], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> AsyncPagesOf[Project, AsyncProjectListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], /,
        *,
        project_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncPagesOf[ProjectUser, AsyncProjectUserListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], /,
        *,
        project_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncPagesOf[ProjectServiceAccount, AsyncProjectServiceAccountListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], /,
        *,
        project_id: str,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> AsyncPagesOf[ProjectApiKey, AsyncProjectApiKeyListResponseAnswer]: ...
    @overload
    def paginate(
        self,
        operation_id: str, params: Mapping[str, Any], /,
        *,
        rule: PageRuleInput = ...,
        start: Mapping[str, Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> AsyncPagesOf[Any, AsyncAnswer[Any]]: ...
    @overload
    def paginate(
        self,
        operation_id: str, params: Mapping[str, Any] = ..., /,
        *,
        rule: PageRuleInput,
        start: Mapping[str, Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> AsyncPagesOf[Any, AsyncAnswer[Any]]: ...

    @overload  # type: ignore[override]  # narrower than what any document has
    async def poll(
        self,
        operation_id: Literal['listModels', 'list_models'], /,
        *,
        until: UntilInput[AsyncModelListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncModelListAnswer], Any] | None = ...,
    ) -> AsyncModelListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieveModel', 'retrieve_model'], /,
        *,
        until: UntilInput[AsyncModelAnswer],
        model: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncModelAnswer], Any] | None = ...,
    ) -> AsyncModelAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listFiles', 'list_files'], /,
        *,
        until: UntilInput[AsyncFileListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncFileListAnswer], Any] | None = ...,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> AsyncFileListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieveFile', 'retrieve_file'], /,
        *,
        until: UntilInput[AsyncFileAnswer],
        file_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncFileAnswer], Any] | None = ...,
    ) -> AsyncFileAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listBatches', 'list_batches'], /,
        *,
        until: UntilInput[AsyncBatchListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncBatchListAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncBatchListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieveBatch', 'retrieve_batch'], /,
        *,
        until: UntilInput[AsyncBatchAnswer],
        batch_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncBatchAnswer], Any] | None = ...,
    ) -> AsyncBatchAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], /,
        *,
        until: UntilInput[AsyncListPaginatedFineTuningJobsResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncListPaginatedFineTuningJobsResponseAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> AsyncListPaginatedFineTuningJobsResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieveFineTuningJob', 'retrieve_fine_tuning_job'], /,
        *,
        until: UntilInput[AsyncFineTuningJobAnswer],
        fine_tuning_job_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncFineTuningJobAnswer], Any] | None = ...,
    ) -> AsyncFineTuningJobAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], /,
        *,
        until: UntilInput[AsyncListFineTuningJobCheckpointsResponseAnswer],
        fine_tuning_job_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncListFineTuningJobCheckpointsResponseAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncListFineTuningJobCheckpointsResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], /,
        *,
        until: UntilInput[AsyncListFineTuningJobEventsResponseAnswer],
        fine_tuning_job_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncListFineTuningJobEventsResponseAnswer], Any] | None = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncListFineTuningJobEventsResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], /,
        *,
        until: UntilInput[AsyncAssistantListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncAssistantListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncAssistantListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getAssistant', 'get_assistant'], /,
        *,
        until: UntilInput[AsyncAssistantAnswer],
        assistant_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncAssistantAnswer], Any] | None = ...,
    ) -> AsyncAssistantAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getThread', 'get_thread'], /,
        *,
        until: UntilInput[AsyncThreadAnswer],
        thread_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncThreadAnswer], Any] | None = ...,
    ) -> AsyncThreadAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listMessages', 'list_messages'], /,
        *,
        until: UntilInput[AsyncMessageListAnswer],
        thread_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncMessageListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> AsyncMessageListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getMessage', 'get_message'], /,
        *,
        until: UntilInput[AsyncMessageAnswer],
        thread_id: str,
        message_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncMessageAnswer], Any] | None = ...,
    ) -> AsyncMessageAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listRuns', 'list_runs'], /,
        *,
        until: UntilInput[AsyncRunListAnswer],
        thread_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncRunListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncRunListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getRun', 'get_run'], /,
        *,
        until: UntilInput[AsyncRunAnswer],
        thread_id: str,
        run_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncRunAnswer], Any] | None = ...,
    ) -> AsyncRunAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], /,
        *,
        until: UntilInput[AsyncRunStepListAnswer],
        thread_id: str,
        run_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncRunStepListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncRunStepListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getRunStep', 'get_run_step'], /,
        *,
        until: UntilInput[AsyncRunStepAnswer],
        thread_id: str,
        run_id: str,
        step_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncRunStepAnswer], Any] | None = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncRunStepAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], /,
        *,
        until: UntilInput[AsyncVectorStoreListAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncVectorStoreListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncVectorStoreListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getVectorStore', 'get_vector_store'], /,
        *,
        until: UntilInput[AsyncVectorStoreAnswer],
        vector_store_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncVectorStoreAnswer], Any] | None = ...,
    ) -> AsyncVectorStoreAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files'], /,
        *,
        until: UntilInput[AsyncVectorStoreFileListAnswer],
        vector_store_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncVectorStoreFileListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncVectorStoreFileListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getVectorStoreFile', 'get_vector_store_file'], /,
        *,
        until: UntilInput[AsyncVectorStoreFileAnswer],
        vector_store_id: str,
        file_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncVectorStoreFileAnswer], Any] | None = ...,
    ) -> AsyncVectorStoreFileAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['getVectorStoreFileBatch', 'get_vector_store_file_batch'], /,
        *,
        until: UntilInput[AsyncVectorStoreFileBatchAnswer],
        vector_store_id: str,
        batch_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncVectorStoreFileBatchAnswer], Any] | None = ...,
    ) -> AsyncVectorStoreFileBatchAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], /,
        *,
        until: UntilInput[AsyncVectorStoreFileListAnswer],
        vector_store_id: str,
        batch_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncVectorStoreFileListAnswer], Any] | None = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncVectorStoreFileListAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], /,
        *,
        until: UntilInput[AsyncListAuditLogsResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncListAuditLogsResponseAnswer], Any] | None = ...,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncListAuditLogsResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-invites', 'list_invites'], /,
        *,
        until: UntilInput[AsyncInviteListResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncInviteListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncInviteListResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieve-invite', 'retrieve_invite'], /,
        *,
        until: UntilInput[AsyncInviteAnswer],
        invite_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncInviteAnswer], Any] | None = ...,
    ) -> AsyncInviteAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-users', 'list_users'], /,
        *,
        until: UntilInput[AsyncUserListResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncUserListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> AsyncUserListResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieve-user', 'retrieve_user'], /,
        *,
        until: UntilInput[AsyncUserAnswer],
        user_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncUserAnswer], Any] | None = ...,
    ) -> AsyncUserAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-projects', 'list_projects'], /,
        *,
        until: UntilInput[AsyncProjectListResponseAnswer],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> AsyncProjectListResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieve-project', 'retrieve_project'], /,
        *,
        until: UntilInput[AsyncProjectAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectAnswer], Any] | None = ...,
    ) -> AsyncProjectAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], /,
        *,
        until: UntilInput[AsyncProjectUserListResponseAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectUserListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncProjectUserListResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieve-project-user', 'retrieve_project_user'], /,
        *,
        until: UntilInput[AsyncProjectUserAnswer],
        project_id: str,
        user_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectUserAnswer], Any] | None = ...,
    ) -> AsyncProjectUserAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], /,
        *,
        until: UntilInput[AsyncProjectServiceAccountListResponseAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectServiceAccountListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncProjectServiceAccountListResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieve-project-service-account', 'retrieve_project_service_account'], /,
        *,
        until: UntilInput[AsyncProjectServiceAccountAnswer],
        project_id: str,
        service_account_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectServiceAccountAnswer], Any] | None = ...,
    ) -> AsyncProjectServiceAccountAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], /,
        *,
        until: UntilInput[AsyncProjectApiKeyListResponseAnswer],
        project_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectApiKeyListResponseAnswer], Any] | None = ...,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> AsyncProjectApiKeyListResponseAnswer: ...
    @overload
    async def poll(
        self,
        operation_id: Literal['retrieve-project-api-key', 'retrieve_project_api_key'], /,
        *,
        until: UntilInput[AsyncProjectApiKeyAnswer],
        project_id: str,
        api_key_id: str,
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncProjectApiKeyAnswer], Any] | None = ...,
    ) -> AsyncProjectApiKeyAnswer: ...
    @overload
    async def poll(
        self,
        answer: Answered, params: Mapping[str, Any] = ..., /,
        *,
        until: UntilInput[Answered],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[Answered], Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> Answered: ...
    @overload
    async def poll(
        self,
        operation_id: str | AnyAnswer, params: Mapping[str, Any], /,
        *,
        until: UntilInput[AsyncAnswer[Any]],
        interval: float | None = ...,
        deadline: float | None = ...,
        progress: Callable[[AsyncAnswer[Any]], Any] | None = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> AsyncAnswer[Any]: ...

    @overload
    def map(
        self,
        operation_id: Literal['listModels', 'list_models'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ModelList, AsyncModelListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieveModel', 'retrieve_model'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Model, AsyncModelAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteModel', 'delete_model'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[DeletionResult, AsyncDeletionResultAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createChatCompletion', 'create_chat_completion'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ChatCompletion, AsyncChatCompletionAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createCompletion', 'create_completion'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Completion, AsyncCompletionAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createEmbedding', 'create_embedding'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[EmbeddingList, AsyncEmbeddingListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createModeration', 'create_moderation'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ModerationResponse, AsyncModerationResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createSpeech', 'create_speech', 'downloadFile', 'download_file'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[bytes, AsyncAnswer[bytes]]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createTranscription', 'create_transcription'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str, AsyncAnswer[CreateTranscriptionResponseJson | CreateTranscriptionResponseDiarizedJson | CreateTranscriptionResponseVerboseJson | str]]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createTranslation', 'create_translation'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str, AsyncAnswer[CreateTranslationResponseJson | CreateTranslationResponseVerboseJson | str]]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createImage', 'create_image', 'createImageEdit', 'create_image_edit', 'createImageVariation', 'create_image_variation'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ImagesResponse, AsyncImagesResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listFiles', 'list_files'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[FileList, AsyncFileListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createFile', 'create_file', 'retrieveFile', 'retrieve_file'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[File, AsyncFileAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteFile', 'delete_file'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[DeleteFileResponse, AsyncDeleteFileResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createUpload', 'create_upload', 'cancelUpload', 'cancel_upload', 'completeUpload', 'complete_upload'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Upload, AsyncUploadAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['addUploadPart', 'add_upload_part'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[UploadPart, AsyncUploadPartAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listBatches', 'list_batches'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[BatchList, AsyncBatchListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createBatch', 'create_batch', 'retrieveBatch', 'retrieve_batch', 'cancelBatch', 'cancel_batch'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Batch, AsyncBatchAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ListPaginatedFineTuningJobsResponse, AsyncListPaginatedFineTuningJobsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createFineTuningJob', 'create_fine_tuning_job', 'retrieveFineTuningJob', 'retrieve_fine_tuning_job', 'cancelFineTuningJob', 'cancel_fine_tuning_job'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[FineTuningJob, AsyncFineTuningJobAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ListFineTuningJobCheckpointsResponse, AsyncListFineTuningJobCheckpointsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ListFineTuningJobEventsResponse, AsyncListFineTuningJobEventsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[AssistantList, AsyncAssistantListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createAssistant', 'create_assistant', 'getAssistant', 'get_assistant', 'modifyAssistant', 'modify_assistant'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Assistant, AsyncAssistantAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteAssistant', 'delete_assistant'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[AssistantDeleted, AsyncAssistantDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createThread', 'create_thread', 'getThread', 'get_thread', 'modifyThread', 'modify_thread'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Thread, AsyncThreadAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteThread', 'delete_thread'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ThreadDeleted, AsyncThreadDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listMessages', 'list_messages'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[MessageList, AsyncMessageListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createMessage', 'create_message', 'getMessage', 'get_message', 'modifyMessage', 'modify_message'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Message, AsyncMessageAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteMessage', 'delete_message'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[MessageDeleted, AsyncMessageDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createThreadAndRun', 'create_thread_and_run', 'createRun', 'create_run', 'getRun', 'get_run', 'modifyRun', 'modify_run', 'cancelRun', 'cancel_run', 'submitToolOuputsToRun', 'submit_tool_ouputs_to_run'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Run, AsyncRunAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listRuns', 'list_runs'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[RunList, AsyncRunListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[RunStepList, AsyncRunStepListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['getRunStep', 'get_run_step'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[RunStep, AsyncRunStepAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStoreList, AsyncVectorStoreListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createVectorStore', 'create_vector_store', 'getVectorStore', 'get_vector_store', 'modifyVectorStore', 'modify_vector_store'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStore, AsyncVectorStoreAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteVectorStore', 'delete_vector_store'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStoreDeleted, AsyncVectorStoreDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files', 'listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStoreFileList, AsyncVectorStoreFileListAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createVectorStoreFile', 'create_vector_store_file', 'getVectorStoreFile', 'get_vector_store_file'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStoreFile, AsyncVectorStoreFileAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['deleteVectorStoreFile', 'delete_vector_store_file'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStoreFileDeleted, AsyncVectorStoreFileDeletedAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['createVectorStoreFileBatch', 'create_vector_store_file_batch', 'getVectorStoreFileBatch', 'get_vector_store_file_batch', 'cancelVectorStoreFileBatch', 'cancel_vector_store_file_batch'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[VectorStoreFileBatch, AsyncVectorStoreFileBatchAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ListAuditLogsResponse, AsyncListAuditLogsResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-invites', 'list_invites'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[InviteListResponse, AsyncInviteListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['inviteUser', 'invite_user', 'retrieve-invite', 'retrieve_invite'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Invite, AsyncInviteAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-invite', 'delete_invite'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[InviteDeleteResponse, AsyncInviteDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-users', 'list_users'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[UserListResponse, AsyncUserListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieve-user', 'retrieve_user', 'modify-user', 'modify_user'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[User, AsyncUserAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-user', 'delete_user'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[UserDeleteResponse, AsyncUserDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-projects', 'list_projects'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectListResponse, AsyncProjectListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['create-project', 'create_project', 'retrieve-project', 'retrieve_project', 'modify-project', 'modify_project', 'archive-project', 'archive_project'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Project, AsyncProjectAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectUserListResponse, AsyncProjectUserListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['create-project-user', 'create_project_user', 'retrieve-project-user', 'retrieve_project_user', 'modify-project-user', 'modify_project_user'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectUser, AsyncProjectUserAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-project-user', 'delete_project_user'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectUserDeleteResponse, AsyncProjectUserDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectServiceAccountListResponse, AsyncProjectServiceAccountListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['create-project-service-account', 'create_project_service_account'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectServiceAccountCreateResponse, AsyncProjectServiceAccountCreateResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieve-project-service-account', 'retrieve_project_service_account'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectServiceAccount, AsyncProjectServiceAccountAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-project-service-account', 'delete_project_service_account'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectServiceAccountDeleteResponse, AsyncProjectServiceAccountDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectApiKeyListResponse, AsyncProjectApiKeyListResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['retrieve-project-api-key', 'retrieve_project_api_key'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectApiKey, AsyncProjectApiKeyAnswer]: ...
    @overload
    def map(
        self,
        operation_id: Literal['delete-project-api-key', 'delete_project_api_key'], rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[ProjectApiKeyDeleteResponse, AsyncProjectApiKeyDeleteResponseAnswer]: ...
    @overload
    def map(
        self,
        operation_id: str, rows: AsyncRowsInput, /,
        **options: Unpack[MapOptions],
    ) -> AsyncJobOf[Any, AsyncAnswer[Any]]: ...

    @overload  # type: ignore[override]  # narrower than what any document has
    def pull(
        self,
        operation_id: Literal['listModels', 'list_models'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
    ) -> AsyncPullOf[Model]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFiles', 'list_files'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        purpose: str = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
    ) -> AsyncPullOf[File]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listBatches', 'list_batches'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncPullOf[Batch]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listPaginatedFineTuningJobs', 'list_paginated_fine_tuning_jobs'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
        metadata: Mapping[str, str] = ...,
    ) -> AsyncPullOf[FineTuningJob]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFineTuningJobCheckpoints', 'list_fine_tuning_job_checkpoints'], /,
        *,
        fine_tuning_job_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncPullOf[FineTuningJobCheckpoint]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFineTuningEvents', 'list_fine_tuning_events'], /,
        *,
        fine_tuning_job_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        after: str = ...,
        limit: int = ...,
    ) -> AsyncPullOf[FineTuningJobEvent]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listAssistants', 'list_assistants'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPullOf[Assistant]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listMessages', 'list_messages'], /,
        *,
        thread_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        run_id: str = ...,
    ) -> AsyncPullOf[Message]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['getMessage', 'get_message'], /,
        *,
        thread_id: str,
        message_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
    ) -> AsyncPullOf[MessagePart]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listRuns', 'list_runs'], /,
        *,
        thread_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPullOf[Run]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listRunSteps', 'list_run_steps'], /,
        *,
        thread_id: str,
        run_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        include__: Sequence[Literal['step_details.tool_calls[*].file_search.results[*].content']] = ...,
    ) -> AsyncPullOf[RunStep]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listVectorStores', 'list_vector_stores'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPullOf[VectorStore]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listVectorStoreFiles', 'list_vector_store_files'], /,
        *,
        vector_store_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncPullOf[VectorStoreFile]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['listFilesInVectorStoreBatch', 'list_files_in_vector_store_batch'], /,
        *,
        vector_store_id: str,
        batch_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        order: Literal['asc', 'desc'] = ...,
        after: str = ...,
        before: str = ...,
        filter: Literal['in_progress', 'completed', 'failed', 'cancelled'] = ...,
    ) -> AsyncPullOf[VectorStoreFile]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-audit-logs', 'list_audit_logs'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        effective_at: ListAuditLogsEffectiveAt | Mapping[str, Any] = ...,
        project_ids__: Sequence[str] = ...,
        event_types__: Sequence[AuditLogEventType] = ...,
        actor_ids__: Sequence[str] = ...,
        actor_emails__: Sequence[str] = ...,
        resource_ids__: Sequence[str] = ...,
        tenant_only: bool = ...,
        limit: int = ...,
        after: str = ...,
        before: str = ...,
    ) -> AsyncPullOf[AuditLog]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-invites', 'list_invites'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncPullOf[Invite]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-users', 'list_users'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
        emails: Sequence[str] = ...,
    ) -> AsyncPullOf[User]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-projects', 'list_projects'], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
        include_archived: bool = ...,
    ) -> AsyncPullOf[Project]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-project-users', 'list_project_users'], /,
        *,
        project_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncPullOf[ProjectUser]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-project-service-accounts', 'list_project_service_accounts'], /,
        *,
        project_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
    ) -> AsyncPullOf[ProjectServiceAccount]: ...
    @overload
    def pull(
        self,
        operation_id: Literal['list-project-api-keys', 'list_project_api_keys'], /,
        *,
        project_id: str,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        limit: int = ...,
        after: str = ...,
        owner_project_access: Literal['active', 'inactive', 'any'] = ...,
    ) -> AsyncPullOf[ProjectApiKey]: ...
    @overload
    def pull(
        self,
        operation_id: str, params: Mapping[str, Any], /,
        *,
        into: PathInput | None = ...,
        since: str | None = ...,
        since_param: str | None = ...,
        state: PathInput | None = ...,
        key: str | None = ...,
        form: Literal['jsonl', 'parquet'] | None = ...,
        select: Callable[[Any], Any] | None = ...,
        rule: PageRuleInput = ...,
        body: Any = ...,
        **arguments: Any,
    ) -> AsyncPullOf[Any]: ...
