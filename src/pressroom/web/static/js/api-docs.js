// Shows the API's description; requests tried out there carry the browser's own sign-in, or a token given to it.
SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#api", deepLinking: true, persistAuthorization: false });
