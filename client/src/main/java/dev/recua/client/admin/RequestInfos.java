package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// The answer of `GET /api/requests`: those under way, then the last 1,000, the youngest first.
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestInfos(List<RequestInfo> requests) {
    public RequestInfos {
        requests = List.copyOf(requests);
    }
}
