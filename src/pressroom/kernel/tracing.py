"""OpenTelemetry: requests, runs and steps as spans, sent where the usual environment variables say.

Without the extra `pressroom[otel]`, or without the variables, nothing is loaded, and a span costs nothing.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from pressroom import __version__
from pressroom.kernel.log import logger

log = logger(__name__)

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
OF_RUNS = "dbos.otelContext"
"""Under this attribute the engine looks for the trace that a run belongs to."""
TRUE = frozenset({"true", "1"})
SERVER_ERROR = 500
_providers: list[Any] = []
_tracer = trace.get_tracer("pressroom", __version__)
_parents = TraceContextTextMapPropagator()


def configure_tracing() -> None:
    """Send spans from here on, if the environment says where to and the extra is installed."""
    if _providers or not any(os.environ.get(name) for name in ENDPOINTS):
        return
    if os.environ.get("OTEL_SDK_DISABLED", "").lower() in TRUE or os.environ.get("OTEL_TRACES_EXPORTER") == "none":
        return
    try:  # optional, and named rather than imported: it takes a quarter of a second to load
        sdk, export = import_module("opentelemetry.sdk.trace"), import_module("opentelemetry.sdk.trace.export")
        resources = import_module("opentelemetry.sdk.resources")
        exporter = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError:
        log.warning("traces are asked for, but not installed: pip install 'pressroom[otel]'")
        return
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": "pressroom"}
    provider = sdk.TracerProvider(resource=resources.Resource.create({**named, "service.version": __version__}))
    provider.add_span_processor(export.BatchSpanProcessor(exporter.OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    _providers.append(provider)


def is_tracing() -> bool:
    """Tell whether spans are sent from this process."""
    return bool(_providers)


def trace_of_run() -> dict[str, dict[str, str]]:
    """Return what lets a run that is accepted now belong to the trace of who asked for it."""
    carrier: dict[str, str] = {}
    if is_tracing():
        _parents.inject(carrier)
    return {OF_RUNS: carrier} if carrier else {}


def stop_tracing() -> None:
    """Send what was not sent yet."""
    while _providers:
        _providers.pop().shutdown()


class RequestSpan:
    """A request as a span; `name` and `status` are told when they are known."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def tell(self, *, method: str, route: str, status: int, request_id: str) -> None:
        """Name the span and note what was answered."""
        self._span.update_name(f"{method} {route}")
        self._span.set_attributes(
            {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "pressroom.request_id": request_id,
            }
        )
        if status >= SERVER_ERROR:
            self._span.set_status(Status(StatusCode.ERROR))


@contextmanager
def request_span(method: str, headers: Mapping[str, str]) -> Iterator[RequestSpan]:
    """Give the span of a request, within the trace that its headers name."""
    parent = _parents.extract(headers)
    with _tracer.start_as_current_span(method, context=parent, kind=SpanKind.SERVER) as span:
        yield RequestSpan(span)
