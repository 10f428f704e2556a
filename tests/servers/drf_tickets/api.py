"""Models, serializers and views of the tracker."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import path
from rest_framework import filters, generics, pagination, parsers, serializers, validators
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import APIException, AuthenticationFailed, NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from tests.servers.drf_fields import Char, Choice, Date, Integer, JSONParser, PrimaryKey

TOKEN = b"9f86d081884c7d65"
STATES = [("open", "Open"), ("doing", "Doing"), ("done", "Done")]


class Project(models.Model):
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=6, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Ticket(models.Model):
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tickets")
    title = models.CharField(max_length=120)
    description = models.TextField(default="")
    status = models.CharField(max_length=10, choices=STATES, default="open")
    points = models.IntegerField(null=True)
    due = models.DateField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Comment(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="comments")
    text = models.CharField(max_length=500)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]


class User:
    is_authenticated = True


class TokenAuthentication(BaseAuthentication):
    """One fixed token, in the form of the framework's own class."""

    def authenticate(self, request: Any) -> Any:
        words = get_authorization_header(request).split()
        if not words:
            return None
        if len(words) != 2 or words[0].lower() != b"token" or words[1] != TOKEN:
            raise AuthenticationFailed("Invalid token.")
        return User(), None

    def authenticate_header(self, request: Any) -> str:
        return "Token"


class Conflict(APIException):
    status_code = 409
    default_detail = "The project has tickets."


class ProjectSerializer(serializers.ModelSerializer):
    unique = validators.UniqueValidator(queryset=Project.objects.all())
    name = Char(max_length=80)
    key = serializers.RegexField(r"\A[A-Z]{2,6}\Z", max_length=6, trim_whitespace=False, validators=[unique])

    class Meta:
        model = Project
        fields: ClassVar = ["id", "name", "key", "created"]


class TicketSerializer(serializers.ModelSerializer):
    project = PrimaryKey(queryset=Project.objects.all())
    title = Char(max_length=120)
    description = Char(allow_blank=True, default="")
    status = Choice(choices=STATES, default="open")
    points = Integer(min_value=0, max_value=100, allow_null=True, default=None)
    due = Date(allow_null=True, default=None)

    class Meta:
        model = Ticket
        fields: ClassVar = [
            *("id", "project", "title", "description", "status", "points", "due"),
            *("created", "modified"),
        ]


class CommentSerializer(serializers.ModelSerializer):
    text = Char(max_length=500)

    class Meta:
        model = Comment
        fields: ClassVar = ["id", "ticket", "text", "created"]
        read_only_fields: ClassVar = ["ticket"]


class Pages(pagination.PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request: Any) -> int:
        """The framework's own method ignores sizes that are not numbers."""
        text = request.query_params.get("page_size", "20")
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= self.max_page_size):
            raise ValidationError({"page_size": ["Must be a number from 1 to 100."]})
        return int(text)

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        if settings.BUG == "total-of-page":
            response.data["count"] = len(data)
        return response


class View(generics.GenericAPIView):
    authentication_classes: ClassVar = [TokenAuthentication]
    permission_classes: ClassVar = [IsAuthenticated]
    parser_classes: ClassVar = [JSONParser, parsers.FormParser, parsers.MultiPartParser]
    pagination_class = Pages


class SearchFilter(filters.SearchFilter):
    def get_search_terms(self, request: Any) -> Any:
        """The framework's own method rejects null characters with a list of messages."""
        try:
            return super().get_search_terms(request)
        except ValidationError as error:
            raise ValidationError({"search": error.detail}) from error


class ProjectList(View, generics.ListCreateAPIView):
    queryset = Project.objects.all()
    serializer_class = ProjectSerializer
    filter_backends: ClassVar = [SearchFilter]
    search_fields: ClassVar = ["name", "key"]


class ProjectDetail(View, generics.RetrieveUpdateDestroyAPIView):
    queryset = Project.objects.all()
    serializer_class = ProjectSerializer

    def perform_destroy(self, instance: Any) -> None:
        try:
            instance.delete()
        except models.ProtectedError as error:
            raise Conflict from error


class TicketList(View, generics.ListCreateAPIView):
    serializer_class = TicketSerializer
    filter_backends: ClassVar = [SearchFilter, filters.OrderingFilter]
    search_fields: ClassVar = ["title", "description"]
    ordering_fields: ClassVar = ["id", "title", "points", "created"]

    def get_queryset(self) -> Any:
        """Tickets of the project and in any of the states of the query."""
        tickets = Ticket.objects.all()
        project = self.request.query_params.get("project")
        if project is not None:
            if not (project.isascii() and project.isdigit() and len(project) < 19):
                raise ValidationError({"project": ["Must be the id of a project."]})
            tickets = tickets.filter(project=int(project))
        states = self.request.query_params.getlist("status")
        if not set(states) <= {name for name, _ in STATES}:
            raise ValidationError({"status": ["This is not a valid choice."]})
        return tickets.filter(status__in=states) if states else tickets


class TicketDetail(View, generics.RetrieveUpdateDestroyAPIView):
    queryset = Ticket.objects.all()
    serializer_class = TicketSerializer


class CommentList(View, generics.ListCreateAPIView):
    serializer_class = CommentSerializer

    def ticket(self) -> Ticket:
        return get_object_or_404(Ticket, pk=self.kwargs["ticket_id"])

    def get_queryset(self) -> Any:
        ticket = self.ticket()
        return Comment.objects.all() if settings.BUG == "comments-of-all" else ticket.comments.all()

    def create(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        self.ticket()
        return super().create(request, *args, **kwargs)

    def perform_create(self, serializer: Any) -> None:
        serializer.save(ticket=self.ticket())


class CommentDetail(View, generics.RetrieveDestroyAPIView):
    serializer_class = CommentSerializer

    def get_object(self) -> Any:
        ticket = get_object_or_404(Ticket, pk=self.kwargs["ticket_id"])
        return get_object_or_404(ticket.comments, pk=self.kwargs["pk"])


def not_found(request: Any, exception: Any) -> Any:
    """Unknown paths get JSON as well."""
    from django.http import JsonResponse

    return JsonResponse({"detail": NotFound.default_detail}, status=404)


handler404 = not_found
urlpatterns = [
    path("api/projects/", ProjectList.as_view()),
    path("api/projects/<pk>/", ProjectDetail.as_view()),
    path("api/tickets/", TicketList.as_view()),
    path("api/tickets/<pk>/", TicketDetail.as_view()),
    path("api/tickets/<ticket_id>/comments/", CommentList.as_view()),
    path("api/tickets/<ticket_id>/comments/<pk>/", CommentDetail.as_view()),
]
